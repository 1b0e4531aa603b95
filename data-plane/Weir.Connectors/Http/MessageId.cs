using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Connectors.Http;

/// <summary>The ids of a lane's messages: a hash of job, table, lane and number, so that a message that is sent again has the id it had.</summary>
internal sealed class MessageId(string job, string table, int lane)
{
    private long _next;

    /// <summary>The id of the next message.</summary>
    public string Next()
    {
        // Lengths before the names, so that no two pairs of names read alike.
        string text = string.Create(CultureInfo.InvariantCulture, $"{job.Length}:{job}/{table.Length}:{table}/{lane}/{_next++}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
