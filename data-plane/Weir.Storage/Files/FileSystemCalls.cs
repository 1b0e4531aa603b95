using System.Runtime.InteropServices;

namespace Weir.Storage.Files;

/// <summary>What .NET has no call for: hard links, syncing of folders, removing a folder only when it is empty.</summary>
internal static partial class FileSystemCalls
{
    internal const int NoEntry = 2;
    internal const int Exists = 17;

    private const int ReadOnlyFolder = 0x10000; // O_RDONLY | O_DIRECTORY
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int AskServer = 0x2000; // AT_STATX_FORCE_SYNC
    private const uint LinkCount = 4; // STATX_NLINK
    private const int LinkCountOffset = 16;
    private const uint NoReplace = 1; // RENAME_NOREPLACE
    private const int NotPermitted = 1;
    private const int TooManyLinks = 31;
    private const int NotImplemented = 38;
    private const int NotSupported = 95;

    /// <summary>Makes what was made, renamed or deleted in a folder outlast a loss of power. False when there is no such folder (any more).</summary>
    internal static bool SyncFolder(string path)
    {
        int descriptor = OpenFolder(path, ReadOnlyFolder);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() == NoEntry ? false : throw Failed();
        }

        try
        {
            return SyncDescriptor(descriptor) == 0 ? true : throw Failed();
        }
        finally
        {
            _ = CloseDescriptor(descriptor);
        }
    }

    /// <summary>Gives a file a second name unless there is a file of that name, atomically; false when there is one. File systems without hard links move it there instead.</summary>
    internal static bool TryPublish(string path, string name)
    {
        if (Link(path, name) == 0)
        {
            return true;
        }

        switch (Marshal.GetLastPInvokeError())
        {
            case Exists:
                // Over a network the answer to the first try may be lost; the second then finds the name that the first made.
                return CountLinks(path) == 2;
            case NotPermitted or TooManyLinks or NotImplemented or NotSupported:
                if (RenameAt(CurrentFolder, path, CurrentFolder, name, NoReplace) == 0)
                {
                    return true;
                }

                return Marshal.GetLastPInvokeError() == Exists ? false : throw Failed();
            default:
                throw Failed();
        }
    }

    /// <summary>Removes a folder if nothing is in it; false when it stays or was not there.</summary>
    internal static bool TryRemoveEmptyFolder(string path) => RemoveFolder(path) == 0;

    private static unsafe uint CountLinks(string path)
    {
        const int statxBytes = 256;
        byte* answer = stackalloc byte[statxBytes];
        return Statx(CurrentFolder, path, AskServer, LinkCount, answer) == 0 ? *(uint*)(answer + LinkCountOffset) : throw Failed();
    }

    private static IOException Failed()
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string name);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* answer);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveFolder(string path);
}
