using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Weir.Connectors.Kafka.Native;

/// <summary>A bearer token for sasl.mechanism=OAUTHBEARER.</summary>
/// <param name="Value">The token itself, a JSON Web Token in its compact form.</param>
/// <param name="ExpiresAt">When it ends; librdkafka asks for the next one after four fifths of the time.</param>
/// <param name="Principal">Whom it names.</param>
/// <param name="Extensions">SASL extensions, such as logicalCluster.</param>
internal sealed record KafkaToken(
    string Value, DateTimeOffset ExpiresAt, string Principal, IReadOnlyDictionary<string, string>? Extensions = null)
{
    public override string ToString() => $"token of {Principal} until {ExpiresAt:O}"; // never the value

    /// <summary>A token without a signature, as a broker without a configured validator takes it: for tests, never for use.</summary>
    internal static KafkaToken Unsecured(string principal, DateTimeOffset now, TimeSpan lifetime, string? scope = null)
    {
        DateTimeOffset expires = now + lifetime;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = principal,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = expires.ToUnixTimeSeconds(),
        };
        if (scope is not null)
            claims["scope"] = scope;
        string header = Base64Url.EncodeToString("""{"alg":"none"}"""u8);
        return new($"{header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}.", expires, principal);
    }

    internal unsafe void Hand(nint client)
    {
        const int errorSize = 512;
        byte* error = stackalloc byte[errorSize];
        int count = 2 * (Extensions?.Count ?? 0);
        byte** extensions = stackalloc byte*[count];
        int filled = 0;
        try
        {
            foreach ((string name, string value) in Extensions ?? new Dictionary<string, string>())
            {
                extensions[filled++] = (byte*)Marshal.StringToCoTaskMemUTF8(name);
                extensions[filled++] = (byte*)Marshal.StringToCoTaskMemUTF8(value);
            }

            int code = LibRdKafka.SetToken(client, Value, ExpiresAt.ToUnixTimeMilliseconds(), Principal, extensions, (nuint)count, error, errorSize);
            if (code != 0)
                LibRdKafka.SetTokenFailure(client, Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(error)));
        }
        finally
        {
            for (int i = 0; i < filled; i++)
                Marshal.FreeCoTaskMem((nint)extensions[i]);
        }
    }
}
