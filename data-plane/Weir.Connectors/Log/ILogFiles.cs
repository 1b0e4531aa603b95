namespace Weir.Connectors.Log;

/// <summary>The file system as the log uses it: the seam at which tests let it fail, fill up, and lose power.</summary>
internal interface ILogFiles
{
    /// <summary>Makes a folder and what is missing above it, so that all of it outlasts a loss of power.</summary>
    void CreateFolder(string path);

    /// <summary>Names (not paths) of a folder's files; none where there is no such folder.</summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>Names (not paths) of a folder's folders; none where there is no such folder.</summary>
    IReadOnlyList<string> Folders(string folder);

    /// <summary>Opens for reading and writing; makes the file where there is none and <paramref name="create"/> is set.</summary>
    ILogFile Open(string path, bool create);

    /// <summary>A file that nobody else sees and that is gone when it is closed.</summary>
    ILogFile OpenTemporary(string folder);

    void DeleteFile(string path);

    void DeleteFolder(string path);

    /// <summary>Puts a file in the place of another, if there is one.</summary>
    void Move(string from, string to);

    /// <summary>Makes what was made, moved or deleted in a folder outlast a loss of power.</summary>
    void SyncFolder(string path);
}
