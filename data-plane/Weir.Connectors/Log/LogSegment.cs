using System.Globalization;

namespace Weir.Connectors.Log;

/// <summary>A file of a partition, as far as it is committed.</summary>
/// <param name="BaseOffset">Of its first record; it names the file.</param>
/// <param name="Length">In bytes. What the file has beyond it does not count.</param>
internal readonly record struct LogSegment(long BaseOffset, long Length, long MaxTimestampMs)
{
    internal const string Extension = ".seg";

    internal string FileName => BaseOffset.ToString("D20", CultureInfo.InvariantCulture) + Extension;
}
