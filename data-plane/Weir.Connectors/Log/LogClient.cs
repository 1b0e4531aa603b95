using System.Net.Sockets;

namespace Weir.Connectors.Log;

/// <summary>
/// The log by its owner's socket. Where the owner is gone, calls throw <see cref="LogErrorCode.Unreachable"/>, and another client must be made.
/// </summary>
internal sealed class LogClient : ILogStore
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly LogWire _wire;

    private LogClient(string folder, LogWire wire) => (_folder, _wire) = (folder, wire);

    /// <exception cref="SocketException">Nobody serves it.</exception>
    internal static LogClient Connect(string folder) => new(folder, Dial(folder));

    public bool CreateTopic(LogTopic topic) =>
        Call(LogWire.Ask.CreateTopic, writer => StateChange.WriteTopic(writer, topic), reader => reader.ReadBoolean());

    public bool DeleteTopic(string name) => Call(LogWire.Ask.DeleteTopic, writer => writer.Write(name), reader => reader.ReadBoolean());

    public IReadOnlyList<LogTopic> Topics() => Call(
        LogWire.Ask.Topics,
        writer => { },
        reader =>
        {
            var topics = new LogTopic[reader.ReadInt32()];
            for (int i = 0; i < topics.Length; i++)
                topics[i] = StateChange.ReadTopic(reader);
            return topics;
        });

    public (long Begin, long End) Bounds(string topic, int partition) => Call(
        LogWire.Ask.Bounds,
        writer =>
        {
            writer.Write(topic);
            writer.Write(partition);
        },
        reader => (reader.ReadInt64(), reader.ReadInt64()));

    public long OffsetForTime(string topic, int partition, long timestampMs) => Call(
        LogWire.Ask.OffsetForTime,
        writer =>
        {
            writer.Write(topic);
            writer.Write(partition);
            writer.Write(timestampMs);
        },
        reader => reader.ReadInt64());

    public LogProducerState OpenProducer(string id) => Call(LogWire.Ask.OpenProducer, writer => writer.Write(id), ReadProducer)!;

    public LogProducerState? FindProducer(string id) => Call(LogWire.Ask.FindProducer, writer => writer.Write(id), ReadProducer);

    public LogCommitResult Commit(string producer, int epoch, long number, StagedRecords records, ReadOnlySpan<byte> metadata)
    {
        byte[] kept = metadata.ToArray();
        lock (_lock)
        {
            Reach(() => Stage(records));
            return Call(
                LogWire.Ask.Commit,
                writer =>
                {
                    writer.Write(producer);
                    writer.Write(epoch);
                    writer.Write(number);
                    StateChange.WriteBytes(writer, kept);
                },
                reader => (LogCommitResult)reader.ReadByte());
        }
    }

    public ILogCursor OpenCursor(string topic, int partition, long offset)
    {
        LogWire wire;
        try
        {
            // Its own connection, since a cursor may wait for long.
            wire = Dial(_folder);
        }
        catch (SocketException gone)
        {
            throw Unreachable(gone);
        }

        var cursor = new Cursor(wire);
        try
        {
            cursor.Open(topic, partition, offset);
            return cursor;
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }

    public void Dispose() => _wire.Dispose();

    private static LogWire Dial(string folder)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(LogWire.SocketPath(folder)));
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static LogProducerState? ReadProducer(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
            return null;
        int epoch = reader.ReadInt32();
        long number = reader.ReadInt64();
        bool hasMetadata = reader.ReadBoolean();
        byte[] metadata = StateChange.ReadBytes(reader);
        return new(epoch, number, hasMetadata ? metadata : null);
    }

    private static LogException Unreachable(Exception gone) =>
        new(LogErrorCode.Unreachable, $"the process that owns the log is gone: {gone.Message}", gone);

    private static void Reach(Action talk)
    {
        try
        {
            talk();
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException)
        {
            throw Unreachable(gone);
        }
    }

    private static T Answer<T>(byte kind, ArraySegment<byte> payload, Func<BinaryReader, T> read)
    {
        using BinaryReader reader = LogWire.Reader(payload);
        if (kind != 0)
            throw Failure(kind, reader.ReadString());
        return read(reader);
    }

    // An owner that closes its log, or whose disk failed, is as good as gone: the next one recovers what is there.
    private static LogException Failure(byte kind, string message) =>
        new((LogErrorCode)kind == LogErrorCode.Failed ? LogErrorCode.Unreachable : (LogErrorCode)kind, message);

    private void Stage(StagedRecords records)
    {
        foreach ((string topic, int partition) in records.Partitions)
        {
            int count = records.Count(topic, partition);
            for (int i = 0; i < count; i++)
            {
                byte[] batch = records.Read(topic, partition, i).ToArray();
                _wire.Send((byte)LogWire.Ask.Stage, writer =>
                {
                    writer.Write(topic);
                    writer.Write(partition);
                    writer.Write(batch);
                });
            }
        }
    }

    private T Call<T>(LogWire.Ask ask, Action<BinaryWriter> write, Func<BinaryReader, T> read)
    {
        lock (_lock)
        {
            byte kind = 0;
            ArraySegment<byte> payload = default;
            Reach(() =>
            {
                _wire.Send((byte)ask, write);
                kind = _wire.Receive(out payload);
            });
            return Answer(kind, payload, read);
        }
    }

    private sealed class Cursor(LogWire wire) : ILogCursor
    {
        internal void Open(string topic, int partition, long offset) => Reach(() =>
        {
            wire.Send((byte)LogWire.Ask.OpenCursor, writer =>
            {
                writer.Write(topic);
                writer.Write(partition);
                writer.Write(offset);
            });
            byte kind = wire.Receive(out ArraySegment<byte> payload);
            Answer(kind, payload, _ => 0);
        });

        public bool Read(LogChunk chunk, int maxBytes)
        {
            bool isRead = false;
            Reach(() =>
            {
                wire.Send((byte)LogWire.Ask.Read, writer => writer.Write(maxBytes));
                byte kind = wire.Receive(out ArraySegment<byte> payload);
                isRead = Answer(kind, payload, reader => Fill(chunk, reader, payload));
            });
            return isRead;
        }

        public async Task WaitAsync(CancellationToken cancellation)
        {
            try
            {
                while (true)
                {
                    wire.Send((byte)LogWire.Ask.Wait, []);
                    (byte kind, ArraySegment<byte> payload) = await wire.ReceiveAsync(cancellation).ConfigureAwait(false);
                    if (Answer(kind, payload, reader => reader.ReadBoolean()))
                        return;
                }
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException)
            {
                throw Unreachable(gone);
            }
        }

        public void Dispose() => wire.Dispose();

        private static bool Fill(LogChunk chunk, BinaryReader reader, ArraySegment<byte> payload)
        {
            bool isRead = reader.ReadBoolean();
            long first = reader.ReadInt64(), end = reader.ReadInt64();
            ReadOnlySpan<byte> bytes = payload.AsSpan((int)reader.BaseStream.Position);
            chunk.Clear();
            if (isRead)
            {
                bytes.CopyTo(chunk.Room(bytes.Length));
                chunk.Filled(bytes.Length, first, end);
            }

            return isRead;
        }
    }
}
