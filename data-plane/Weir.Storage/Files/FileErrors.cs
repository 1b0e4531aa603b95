using Weir.Engine.Storage;

namespace Weir.Storage.Files;

/// <summary>Says what a failure of the file system means and what to do.</summary>
internal static class FileErrors
{
    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int NoAccess = 13;
    private const int Exists = 17;
    private const int NotAFolder = 20;
    private const int IsAFolder = 21;
    private const int FileTooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int NameTooLong = 36;
    private const int OverQuota = 122;

    /// <summary>Whether a failure is one of the file system, to be told as a <see cref="StorageException"/>.</summary>
    internal static bool IsOfDisk(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>Whether it means that there is no such file.</summary>
    internal static bool IsMissing(Exception e) => e is FileNotFoundException or DirectoryNotFoundException || (e is IOException && e.HResult is NoEntry or NotAFolder);

    /// <summary>Whether it means that rights are missing.</summary>
    internal static bool IsForbidden(Exception e) => e is UnauthorizedAccessException || (e is IOException && e.HResult is NotPermitted or NoAccess);

    internal static StorageException Of(string root, string path, string verb, Exception e) => e switch
    {
        _ when IsMissing(e) && verb == "read" => new($"{root}: there is no '{path}'.", e) { IsMissing = true },
        _ when IsForbidden(e) => new(
            $"{root}: '{path}' cannot be {verb}: the user '{Environment.UserName}' has no right to. Give it the right to read and write the folder and all in it.", e),
        _ => new($"{root}: '{path}' cannot be {verb}: {Why(e)}", e),
    };

    private static string Why(Exception e) => e.HResult switch
    {
        NoSpace => "the disk is full. Free space, or choose a folder on another disk.",
        OverQuota => "the user's quota is used up. Raise it, or choose a folder on another disk.",
        FileTooLarge => "the file is larger than the file system, or the limit of this process (ulimit -f), allows.",
        ReadOnly => "the file system is read-only. Mount it for writing, or choose another folder.",
        NameTooLong => "a name of the path is longer than the file system allows.",
        NotAFolder or Exists => "a file is where the path needs a folder.",
        IsAFolder => "it is a folder with other objects in it.",
        _ => e.Message.TrimEnd('.') + ".",
    };
}
