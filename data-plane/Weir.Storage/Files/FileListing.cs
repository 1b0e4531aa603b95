using Weir.Engine.Storage;

namespace Weir.Storage.Files;

/// <summary>Walks a folder's files in the order of their paths, byte by byte in UTF-8, as S3 lists keys. Holds one folder's names at a time for each level.</summary>
internal sealed class FileListing(string folder, TimeProvider clock)
{
    // A file that nobody has written to for so long is of a process that died.
    private static readonly TimeSpan s_abandonedAfter = TimeSpan.FromDays(1);

    internal IEnumerable<StoredObject> List(string prefix)
    {
        // What is above the prefix's last folder need not be walked.
        string below = prefix[..(prefix.LastIndexOf('/') + 1)];
        return Walk(below, prefix);
    }

    private IEnumerable<StoredObject> Walk(string below, string prefix)
    {
        foreach ((string path, FileSystemInfo entry) in Entries(below, prefix))
        {
            if (entry is DirectoryInfo)
            {
                foreach (StoredObject inside in Walk(path, prefix))
                {
                    yield return inside;
                }
            }
            else if (TryDescribe(path, (FileInfo)entry, out StoredObject found))
            {
                yield return found;
            }
        }
    }

    /// <summary>A folder's entries in the order in which the paths at or below them sort: a folder's name counts with its slash.</summary>
    private List<(string Path, FileSystemInfo Entry)> Entries(string below, string prefix)
    {
        List<(string Path, FileSystemInfo Entry)> entries = [];
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(Path.Combine(folder, below)).EnumerateFileSystemInfos())
            {
                string path = below + entry.Name + (entry is DirectoryInfo ? "/" : "");
                if (entry.Name.StartsWith(ObjectPath.TemporaryPrefix, StringComparison.Ordinal))
                {
                    DeleteAbandoned(entry);
                }
                else if (path.StartsWith(prefix, StringComparison.Ordinal) || (entry is DirectoryInfo && prefix.StartsWith(path, StringComparison.Ordinal)))
                {
                    entries.Add((path, entry));
                }
            }
        }
        catch (Exception e) when (FileErrors.IsMissing(e))
        {
            // Nothing was written there, or the folder has gone with its last object.
        }

        entries.Sort((a, b) => CompareAsUtf8(a.Path, b.Path));
        return entries;
    }

    private static bool TryDescribe(string path, FileInfo file, out StoredObject found)
    {
        try
        {
            found = new(path, file.Length, file.LastWriteTimeUtc);
            return true;
        }
        catch (Exception e) when (FileErrors.IsMissing(e))
        {
            found = default;
            return false;
        }
    }

    private void DeleteAbandoned(FileSystemInfo file)
    {
        try
        {
            if (clock.GetUtcNow() - file.LastWriteTimeUtc > s_abandonedAfter)
            {
                file.Delete();
            }
        }
        catch (Exception e) when (FileErrors.IsOfDisk(e))
        {
            // It is in nobody's way; a listing is no place to fail for it.
        }
    }

    /// <summary>UTF-16 orders as UTF-8 does, save that surrogates come after all else.</summary>
    private static int CompareAsUtf8(string a, string b)
    {
        int same = a.AsSpan().CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
        {
            return a.Length - b.Length;
        }

        bool aIsHigh = char.IsSurrogate(a[same]), bIsHigh = char.IsSurrogate(b[same]);
        return aIsHigh == bIsHigh ? a[same] - b[same] : aIsHigh ? 1 : -1;
    }
}
