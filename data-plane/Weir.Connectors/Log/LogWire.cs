using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Connectors.Log;

/// <summary>
/// What owner and clients say to each other: frames of int32 length, a byte, and a payload. The byte is a request's <see cref="Ask"/>,
/// or of an answer 0, or the <see cref="LogErrorCode"/> of an exception whose message follows.
/// </summary>
internal sealed class LogWire : IDisposable
{
    /// <summary>The longest frame: a batch with the largest record in it, and some room.</summary>
    private const int MaxFrame = LogLimits.RecordBytes + (8 << 20);

    private readonly Stream _stream;
    private readonly byte[] _prefix = new byte[5];
    private byte[] _payload = [];

    internal LogWire(Socket socket) => _stream = new NetworkStream(socket, ownsSocket: true);

    internal enum Ask : byte
    {
        CreateTopic = 1,
        DeleteTopic,
        Topics,
        Bounds,
        OffsetForTime,
        OpenProducer,
        FindProducer,
        Stage, // has no answer: what goes wrong is told by the commit
        Commit,
        OpenCursor,
        Read,
        Wait,
    }

    /// <summary>The socket of a log's folder. A path that is too long for a socket's address is replaced by one in the temporary folder.</summary>
    internal static string SocketPath(string folder)
    {
        const int longest = 100;
        string path = Path.Combine(folder, "socket");
        if (Encoding.UTF8.GetByteCount(path) <= longest)
            return path;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)).AsSpan(0, 12));
        return Path.Combine(Path.GetTempPath(), $"weir-log-{hash}.socket");
    }

    internal void Send(byte kind, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_prefix, payload.Length);
        _prefix[4] = kind;
        _stream.Write(_prefix);
        _stream.Write(payload);
    }

    internal void Send(byte kind, Action<BinaryWriter> write)
    {
        var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        write(writer);
        writer.Flush();
        Send(kind, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>The next frame; its payload is valid until the one after.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    internal byte Receive(out ArraySegment<byte> payload)
    {
        _stream.ReadExactly(_prefix);
        payload = Room();
        _stream.ReadExactly(payload);
        return _prefix[4];
    }

    internal async Task<(byte Kind, ArraySegment<byte> Payload)> ReceiveAsync(CancellationToken cancellation)
    {
        await _stream.ReadExactlyAsync(_prefix, cancellation).ConfigureAwait(false);
        ArraySegment<byte> payload = Room();
        await _stream.ReadExactlyAsync(payload, cancellation).ConfigureAwait(false);
        return (_prefix[4], payload);
    }

    internal static BinaryReader Reader(ArraySegment<byte> payload) =>
        new(new MemoryStream(payload.Array!, payload.Offset, payload.Count, writable: false), Encoding.UTF8);

    public void Dispose() => _stream.Dispose();

    private ArraySegment<byte> Room()
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(_prefix);
        if (length is < 0 or > MaxFrame)
            throw new IOException($"a frame of {length} bytes");
        if (_payload.Length < length)
            _payload = new byte[Math.Max(length, Math.Min(2 * _payload.Length, 1 << 20))];
        return new(_payload, 0, length);
    }
}
