using System.Diagnostics;

namespace Weir.Storage.Tests.Files;

/// <summary>A test that mounts a disk of its own: skipped, with the reason, where that is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_isAllowed = new(() =>
    {
        try
        {
            using Process process = Process.Start(OwnMounts[0], [.. OwnMounts[1..], "true"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    public DiskFactAttribute()
    {
        if (!s_isAllowed.Value)
        {
            Skip = "needs a disk of its own: unshare --map-root-user --mount is not allowed here";
        }
    }

    /// <summary>Starts a command in which it may mount what others don't see.</summary>
    internal static string[] OwnMounts => ["unshare", "--map-root-user", "--mount"];
}
