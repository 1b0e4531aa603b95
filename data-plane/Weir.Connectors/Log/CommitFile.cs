using System.Buffers.Binary;
using System.Globalization;

namespace Weir.Connectors.Log;

/// <summary>
/// The one place that says what is committed: changes of state, each synced before the next. When it has grown large, a new file is
/// begun with the state as it is, and takes the old one's place.
/// <code>
/// "WEIRLOG1", then for each change: int32 length, uint32 CRC-32C of what follows, the change
/// </code>
/// </summary>
internal sealed class CommitFile : IDisposable
{
    private const string Prefix = "commits-";
    private const string Extension = ".log";
    private const int FrameSize = 8;
    private static readonly byte[] Magic = "WEIRLOG1"u8.ToArray();

    private readonly string _folder;
    private readonly ILogFiles _files;
    private readonly int _rollAt;
    private ILogFile _file;
    private long _number;
    private long _length;
    private long _lengthAtStart;

    private CommitFile(string folder, ILogFiles files, int rollAt, ILogFile file, long number, long length)
    {
        (_folder, _files, _rollAt, _file, _number, _length, _lengthAtStart) = (folder, files, rollAt, file, number, length, length);
    }

    /// <summary>Opens the newest file and tells all its changes; cuts off a torn end, which is a change that nobody was told of.</summary>
    internal static CommitFile Open(string folder, ILogFiles files, int rollAt, Action<StateChange> apply)
    {
        long newest = 0;
        foreach (string name in files.Files(folder))
        {
            if (NumberOf(name) is { } number)
                newest = Math.Max(newest, number);
        }

        // A crash while beginning anew leaves an old or an unfinished file.
        foreach (string name in files.Files(folder))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && NumberOf(name) != newest)
                files.DeleteFile(Path.Combine(folder, name));
        }

        if (newest == 0)
        {
            var empty = new CommitFile(folder, files, rollAt, null!, 0, 0);
            empty.BeginAnew([]);
            return empty;
        }

        string path = Path.Combine(folder, NameOf(newest));
        ILogFile file = files.Open(path, create: false);
        try
        {
            long length = ReadAll(file, path, apply);
            if (file.Length > length)
                file.Truncate(length);
            // A process that was killed between writing and syncing leaves a change that can be read but is not on disk. It counts from
            // now on, so it has to be.
            file.Sync();
            files.SyncFolder(folder);

            return new(folder, files, rollAt, file, newest, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a change; it counts once this returns. After an exception from writing, it never will; after one from syncing, that is open.</summary>
    /// <exception cref="SyncFailedException">It is open whether the change counts.</exception>
    internal void Append(StateChange change)
    {
        byte[] frame = Frame(change);
        try
        {
            _file.Write(_length, frame);
        }
        catch (IOException)
        {
            // Half a frame is no frame, but a whole one whose write was reported as failed would be.
            try
            {
                _file.Truncate(_length);
            }
            catch (IOException failure)
            {
                throw new SyncFailedException(failure);
            }

            throw;
        }

        try
        {
            _file.Sync();
        }
        catch (IOException failure)
        {
            throw new SyncFailedException(failure);
        }

        _length += frame.Length;
    }

    /// <summary>Whether the file has grown so much since it was begun that it is worth beginning anew.</summary>
    internal bool IsLarge => _length - _lengthAtStart > _rollAt;

    /// <summary>Begins a new file with this state. After an exception the old one goes on.</summary>
    internal void BeginAnew(IEnumerable<StateChange> state)
    {
        string path = Path.Combine(_folder, NameOf(_number + 1)), unfinished = path + ".new";
        ILogFile file = _files.Open(unfinished, create: true);
        long length = Magic.Length;
        try
        {
            file.Truncate(0);
            file.Write(0, Magic);
            foreach (StateChange change in state)
            {
                byte[] frame = Frame(change);
                file.Write(length, frame);
                length += frame.Length;
            }

            file.Sync();
        }
        catch
        {
            file.Dispose();
            throw;
        }

        // From here on the new file may be the newest: an error below must not lead back to the old one.
        string? old = _number == 0 ? null : Path.Combine(_folder, NameOf(_number));
        _file?.Dispose();
        (_file, _length, _lengthAtStart) = (file, length, length);
        _number++;
        try
        {
            _files.Move(unfinished, path);
            _files.SyncFolder(_folder);
            if (old is not null)
                _files.DeleteFile(old);
        }
        catch (IOException failure)
        {
            throw new SyncFailedException(failure);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string NameOf(long number) => Prefix + number.ToString("D20", CultureInfo.InvariantCulture) + Extension;

    private static long? NumberOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Extension.Length), CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    private static byte[] Frame(StateChange change)
    {
        byte[] payload = change.Encode();
        var frame = new byte[FrameSize + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), BatchFormat.Crc32C(payload));
        payload.CopyTo(frame, FrameSize);
        return frame;
    }

    private static long ReadAll(ILogFile file, string path, Action<StateChange> apply)
    {
        var magic = new byte[Magic.Length];
        if (file.Read(0, magic) < Magic.Length || !magic.AsSpan().SequenceEqual(Magic))
            throw new LogException(LogErrorCode.Corrupt, $"{path} is not a commit file of this version of the log");
        long position = Magic.Length;
        while (Payload(file, position) is { } payload)
        {
            try
            {
                apply(StateChange.Decode(payload));
            }
            catch (Exception wrong) when (wrong is InvalidDataException or EndOfStreamException)
            {
                throw new LogException(LogErrorCode.Corrupt, $"{path} at byte {position}: {wrong.Message}", wrong);
            }

            position += FrameSize + payload.Length;
        }

        // A torn change is the last one. If an intact one follows, this is no torn end but damage, and cutting it off would lose commits.
        if (LengthAt(file, position) is { } length && Payload(file, position + FrameSize + length) is not null)
            throw new LogException(LogErrorCode.Corrupt, $"{path} is damaged at byte {position}: the change there does not verify, but one after it does");
        return position;
    }

    private static int? LengthAt(ILogFile file, long position)
    {
        Span<byte> frame = stackalloc byte[FrameSize];
        if (file.Read(position, frame) < FrameSize)
            return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(frame);
        return length > 0 && position + FrameSize + length <= file.Length ? length : null;
    }

    private static byte[]? Payload(ILogFile file, long position)
    {
        if (LengthAt(file, position) is not { } length)
            return null;
        Span<byte> crc = stackalloc byte[4];
        file.Read(position + 4, crc);
        var payload = new byte[length];
        file.Read(position + FrameSize, payload);
        return BatchFormat.Crc32C(payload) == BinaryPrimitives.ReadUInt32LittleEndian(crc) ? payload : null;
    }
}
