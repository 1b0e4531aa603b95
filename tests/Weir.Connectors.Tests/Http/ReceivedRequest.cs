using System.Globalization;
using System.Text;

namespace Weir.Connectors.Tests.Http;

/// <summary>A request as it came.</summary>
internal sealed record ReceivedRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static async Task<ReceivedRequest> Read(Stream stream, CancellationToken stop)
    {
        MemoryStream bytes = new();
        byte[] buffer = new byte[4096];
        int end;
        while ((end = Encoding.Latin1.GetString(bytes.ToArray()).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            await ReadMore();
        }

        string[] head = Encoding.Latin1.GetString(bytes.ToArray(), 0, end).Split("\r\n");
        Dictionary<string, string> headers = head[1..].Select(h => h.Split(": ", 2)).ToDictionary(h => h[0], h => h[1], StringComparer.OrdinalIgnoreCase);
        int length = int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture);
        while (bytes.Length < end + 4 + length)
        {
            await ReadMore();
        }

        return new ReceivedRequest(head[0], headers, Encoding.UTF8.GetString(bytes.ToArray(), end + 4, length));

        async Task ReadMore()
        {
            int read = await stream.ReadAsync(buffer, stop);
            if (read == 0)
            {
                throw new IOException("The connection ended within a request.");
            }

            bytes.Write(buffer, 0, read);
        }
    }
}
