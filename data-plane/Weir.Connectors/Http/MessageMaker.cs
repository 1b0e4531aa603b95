using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;

namespace Weir.Connectors.Http;

/// <summary>Makes messages of rows, and numbers them. For one thread at a time.</summary>
/// <param name="body">Makes their bodies.</param>
/// <param name="table">The table.</param>
/// <param name="slot">The lane's number, which the ids begin from.</param>
/// <param name="next">The number of the first message.</param>
internal sealed class MessageMaker(MessageBody body, TableSpec table, int slot, long next)
{
    private readonly Utf8Writer _text = new(1024);
    private readonly byte[] _origin = SHA256.HashData(Encoding.UTF8.GetBytes($"{table.JobName}\n{table.Name}\n{slot}"));

    /// <summary>The number of the next message.</summary>
    public long Next { get; private set; } = next;

    /// <summary>The message for a row.</summary>
    public HttpMessage Make(Batch batch, int row)
    {
        _text.Clear();
        body.Render(batch, row, _text);
        byte[] rendered = _text.Written.ToArray();
        long number = Next++;
        return new HttpMessage(number, Id(number, rendered), rendered);
    }

    /// <summary>
    /// The same message of the same job, table and lane at the same place has the same id, in each run. The body is part of it: a job that starts anew on other input must not
    /// have its messages taken for those of the run before.
    /// </summary>
    private string Id(long number, byte[] rendered)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> place = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(place, number);
        hash.AppendData(_origin);
        hash.AppendData(place);
        hash.AppendData(rendered);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
