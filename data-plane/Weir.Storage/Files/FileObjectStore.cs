using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Weir.Engine.Storage;

namespace Weir.Storage.Files;

/// <summary>
/// Objects as files of a folder, on a disk or a mounted file system (hard links or renames that do not replace are needed for
/// <see cref="TryCreateAsync"/>). A path is a file or a folder: where <c>a</c> is an object, <c>a/b</c> is refused.
/// </summary>
/// <remarks>
/// An object is written to a temporary name in its folder, synced, and put in its place; then its folder and those above it are synced.
/// Folders that become empty are removed with their last object: only if the file system finds them empty, and whoever writes into one at that
/// moment makes it again.
/// </remarks>
internal sealed class FileObjectStore : IObjectStore
{
    // Each round needs somebody who deletes the folder's last object at just that moment.
    private const int MaxRoundsOfFolders = 100;
    private const int CopyBytes = 1 << 18;
    private const int MaxCreateBytes = 5 << 20;

    private readonly string _folder;
    private readonly FileListing _listing;
    private volatile bool _isRootSynced;

    private FileObjectStore(string folder, TimeProvider clock)
    {
        _folder = folder;
        _listing = new FileListing(folder, clock);
        Root = "file://" + folder;
    }

    /// <inheritdoc/>
    public string Root { get; }

    /// <summary>A store in a folder, which is made when the first object is written.</summary>
    /// <param name="address"><c>file:///folder</c>, or a path, absolute or relative to where the process runs. Nothing is decoded: <c>%20</c> are three characters.</param>
    /// <param name="clock">The time, by which files that a dead process left are told.</param>
    /// <exception cref="StorageException">The address names another machine, or is no folder's.</exception>
    internal static FileObjectStore Open(string address, TimeProvider clock)
    {
        const string scheme = "file://";
        string path = address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? address[scheme.Length..] : address;
        if (path.Length == 0 || (path.Length != address.Length && path[0] != '/') || path.Contains('\0'))
        {
            throw new StorageException($"'{address}' is no folder's address: write file:///var/weir (three slashes) or a path.");
        }

        string folder = Path.GetFullPath(path);
        folder = folder.Length > 1 ? folder.TrimEnd('/') : folder;
        if (File.Exists(folder))
        {
            throw new StorageException($"'{address}' is a file, not a folder. Name a folder; it need not exist yet.");
        }

        return new FileObjectStore(folder, clock);
    }

    /// <inheritdoc/>
    public Task PutAsync(string path, Stream content, CancellationToken cancellation)
    {
        ObjectPath.Check(Root, path);
        return WriteAsync(
            path,
            async (file, token) =>
            {
                content.Position = 0;
                await content.CopyToAsync(file, CopyBytes, token).ConfigureAwait(false);
            },
            (temporary, name) =>
            {
                File.Move(temporary, name, overwrite: true);
                return true;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        ObjectPath.Check(Root, path);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, MaxCreateBytes, nameof(content));
        return WriteAsync(path, (file, token) => file.WriteAsync(content, token).AsTask(), FileSystemCalls.TryPublish, cancellation);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string path, long offset, long? length, CancellationToken cancellation)
    {
        ObjectPath.Check(Root, path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        return await Task.Run(() => OpenRead(path, offset, length), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ObjectPath.CheckPrefix(Root, prefix);
        // Reading folders blocks; whoever lists shall not.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using IEnumerator<StoredObject> found = _listing.List(prefix).GetEnumerator();
        while (MoveNext(found, prefix))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return found.Current;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellation)
    {
        ObjectPath.Check(Root, path);
        return Task.Run(() => Delete(path), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Task<bool> WriteAsync(
        string path, Func<FileStream, CancellationToken, Task> write, Func<string, string, bool> publish, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            string name = Path.Combine(_folder, path), folder = Path.GetDirectoryName(name)!;
            string temporary = Path.Combine(folder, ObjectPath.TemporaryPrefix + Guid.NewGuid().ToString("N"));
            bool isPublished = false;
            try
            {
                using (FileStream file = CreateTemporary(folder, temporary))
                {
                    await write(file, cancellation).ConfigureAwait(false);
                    file.Flush(flushToDisk: true);
                }

                isPublished = publish(temporary, name);
                SyncUpwards(folder);
            }
            catch (Exception e) when (FileErrors.IsOfDisk(e))
            {
                throw FileErrors.Of(Root, path, "written", e);
            }
            finally
            {
                TryDelete(temporary);
                if (!isPublished)
                {
                    RemoveEmptyFolders(folder);
                }
            }

            return isPublished;
        },
        cancellation);

    private static FileStream CreateTemporary(string folder, string temporary)
    {
        for (int round = 1; ; round++)
        {
            Directory.CreateDirectory(folder);
            try
            {
                return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            }
            catch (Exception e) when (FileErrors.IsMissing(e) && round < MaxRoundsOfFolders)
            {
                // Somebody deleted the last object in it just then.
            }
        }
    }

    /// <summary>Folders above may have been made just now, by this process or another that has not synced them yet.</summary>
    private void SyncUpwards(string folder)
    {
        for (string? at = folder; at?.Length >= _folder.Length; at = Path.GetDirectoryName(at))
        {
            // A folder that is gone went with the object, which somebody has deleted since.
            FileSystemCalls.SyncFolder(at);
        }

        if (_isRootSynced)
        {
            return;
        }

        for (string? at = Path.GetDirectoryName(_folder); at is not null; at = Path.GetDirectoryName(at))
        {
            try
            {
                FileSystemCalls.SyncFolder(at);
            }
            catch (IOException e) when (FileErrors.IsForbidden(e))
            {
                // A folder that may not be opened wasn't made by such a process either.
                break;
            }
        }

        _isRootSynced = true;
    }

    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (FileErrors.IsOfDisk(e))
        {
            // Another failure is on its way out, or will be met by the next; a listing deletes what stays behind, in time.
        }
    }

    private FileReadStream OpenRead(string path, long offset, long? length)
    {
        string name = Path.Combine(_folder, path);
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long rest = Math.Max(0, RandomAccess.GetLength(file) - offset);
            return new FileReadStream(file, offset, Math.Min(rest, length ?? rest), e => FileErrors.Of(Root, path, "read", e));
        }
        catch (Exception e) when (FileErrors.IsOfDisk(e))
        {
            file?.Dispose();
            bool isFolder = e is UnauthorizedAccessException && Directory.Exists(name);
            throw FileErrors.Of(Root, path, "read", isFolder ? new FileNotFoundException(e.Message, e) : e);
        }
    }

    private bool MoveNext(IEnumerator<StoredObject> found, string prefix)
    {
        try
        {
            return found.MoveNext();
        }
        catch (Exception e) when (FileErrors.IsOfDisk(e))
        {
            throw FileErrors.Of(Root, prefix, "listed", e);
        }
    }

    private void Delete(string path)
    {
        string name = Path.Combine(_folder, path);
        try
        {
            if (Directory.Exists(name))
            {
                return;
            }

            File.Delete(name);
        }
        catch (Exception e) when (FileErrors.IsMissing(e))
        {
        }
        catch (Exception e) when (FileErrors.IsOfDisk(e))
        {
            throw FileErrors.Of(Root, path, "deleted", e);
        }

        RemoveEmptyFolders(Path.GetDirectoryName(name)!);
    }

    private void RemoveEmptyFolders(string folder)
    {
        for (string? at = folder; at?.Length > _folder.Length && FileSystemCalls.TryRemoveEmptyFolder(at); at = Path.GetDirectoryName(at))
        {
        }
    }
}
