using Weir.Engine.Storage;

namespace Weir.Storage;

/// <summary>Which paths objects may have: the same for every kind of store, so that what is written to one can be copied to another.</summary>
internal static class ObjectPath
{
    /// <summary>Names that begin so are those of files on their way to their true name; no object has one.</summary>
    internal const string TemporaryPrefix = ".weir-tmp-";

    /// <summary>Refuses a path that leaves the store or that some store could not hold.</summary>
    internal static void Check(string root, string path)
    {
        string? wrong = path.Length == 0 ? "it is empty" : WrongCharacter(path) ?? path.Split('/').Select(WrongSegment).FirstOrDefault(w => w is not null);
        if (wrong is not null)
        {
            throw Refused(root, path, wrong);
        }
    }

    /// <summary>Refuses a beginning that no path can have; it may be empty, and may end within a name.</summary>
    internal static void CheckPrefix(string root, string prefix)
    {
        string[] segments = prefix.Split('/');
        string? wrong = WrongCharacter(prefix) ?? segments.SkipLast(1).Select(WrongSegment).FirstOrDefault(w => w is not null);
        if (wrong is null && segments[^1] is "..")
        {
            wrong = "it holds '..'";
        }

        if (wrong is not null)
        {
            throw Refused(root, prefix, wrong);
        }
    }

    private static string? WrongSegment(string segment) => segment switch
    {
        "" => "it begins or ends with '/', or holds '//'; paths are relative",
        "." or ".." => $"it holds '{segment}'",
        _ when segment.StartsWith(TemporaryPrefix, StringComparison.Ordinal) => $"names that begin with '{TemporaryPrefix}' are kept for files being written",
        _ => null,
    };

    private static string? WrongCharacter(string path)
    {
        for (int k = 0; k < path.Length; k++)
        {
            char c = path[k];
            if (char.IsControl(c) || c is '\uFFFE' or '\uFFFF')
            {
                return $"the character U+{(int)c:X4} at {k} has no place in a path";
            }

            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || k + 1 == path.Length || !char.IsLowSurrogate(path[k + 1]))
                {
                    return $"the character at {k} is half of a surrogate pair";
                }

                k++;
            }
        }

        return null;
    }

    private static StorageException Refused(string root, string path, string wrong) => new($"{root}: the path '{Printable(path)}' is refused: {wrong}.");

    private static string Printable(string path) => string.Concat(path.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:X4}" : c.ToString()));
}
