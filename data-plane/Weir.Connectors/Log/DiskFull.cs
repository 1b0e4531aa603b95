
namespace Weir.Connectors.Log;

/// <summary>Tells a full disk, or an exhausted quota, from other trouble.</summary>
internal static class DiskFull
{
    private const int NoSpace = 28;       // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT

    internal static bool Is(IOException failure) => failure.HResult is NoSpace or QuotaExceeded;
}
