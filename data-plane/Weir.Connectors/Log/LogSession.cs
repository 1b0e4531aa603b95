
namespace Weir.Connectors.Log;

/// <summary>A client's connection in the owner: answers one request after the other, keeps what the client stages and its one cursor.</summary>
internal sealed class LogSession(LogStore store, LogWire wire, string folder) : IDisposable
{
    /// <summary>After so long a request to wait is answered with "nothing yet", so that a client that is gone is noticed.</summary>
    private const int WaitMs = 1000;

    private readonly StagedRecords _staged = new(DiskFiles.Instance, LogStore.StagingFolder(folder), LogLimits.StagedBytes);
    private readonly LogChunk _chunk = new();
    private LogException? _stagingFailure;
    private LogCursor? _cursor;

    internal void Answer()
    {
        var ask = (LogWire.Ask)wire.Receive(out ArraySegment<byte> payload);
        using BinaryReader request = LogWire.Reader(payload);
        if (ask == LogWire.Ask.Stage)
        {
            Stage(request, payload);
            return;
        }

        Action<BinaryWriter> answer;
        try
        {
            answer = Carry(ask, request);
        }
        catch (LogException failure)
        {
            wire.Send((byte)failure.Code, writer => writer.Write(failure.Message));
            return;
        }

        wire.Send(0, answer);
    }

    public void Dispose()
    {
        _cursor?.Dispose();
        _chunk.Dispose();
        _staged.Dispose();
        wire.Dispose();
    }

    internal static void WriteProducer(BinaryWriter writer, LogProducerState? state)
    {
        writer.Write(state is not null);
        if (state is null)
            return;
        writer.Write(state.Epoch);
        writer.Write(state.CommitNumber);
        writer.Write(state.Metadata is not null);
        StateChange.WriteBytes(writer, state.Metadata ?? []);
    }

    private Action<BinaryWriter> Carry(LogWire.Ask ask, BinaryReader request)
    {
        switch (ask)
        {
            case LogWire.Ask.CreateTopic:
                bool made = store.CreateTopic(StateChange.ReadTopic(request));
                return writer => writer.Write(made);
            case LogWire.Ask.DeleteTopic:
                bool deleted = store.DeleteTopic(request.ReadString());
                return writer => writer.Write(deleted);
            case LogWire.Ask.Topics:
                IReadOnlyList<LogTopic> topics = store.Topics();
                return writer =>
                {
                    writer.Write(topics.Count);
                    foreach (LogTopic topic in topics)
                        StateChange.WriteTopic(writer, topic);
                };
            case LogWire.Ask.Bounds:
                (long begin, long end) = store.Bounds(request.ReadString(), request.ReadInt32());
                return writer =>
                {
                    writer.Write(begin);
                    writer.Write(end);
                };
            case LogWire.Ask.OffsetForTime:
                long offset = store.OffsetForTime(request.ReadString(), request.ReadInt32(), request.ReadInt64());
                return writer => writer.Write(offset);
            case LogWire.Ask.OpenProducer:
                LogProducerState opened = store.OpenProducer(request.ReadString());
                return writer => WriteProducer(writer, opened);
            case LogWire.Ask.FindProducer:
                LogProducerState? found = store.FindProducer(request.ReadString());
                return writer => WriteProducer(writer, found);
            case LogWire.Ask.Commit:
                LogCommitResult result = Commit(request);
                return writer => writer.Write((byte)result);
            case LogWire.Ask.OpenCursor:
                _cursor?.Dispose();
                _cursor = null;
                _cursor = new LogCursor(store, request.ReadString(), request.ReadInt32(), request.ReadInt64());
                return writer => { };
            case LogWire.Ask.Read:
                bool read = Cursor().Read(_chunk, request.ReadInt32());
                return writer =>
                {
                    writer.Write(read);
                    writer.Write(_chunk.FirstOffset);
                    writer.Write(_chunk.EndOffset);
                    writer.Write(_chunk.Bytes);
                };
            case LogWire.Ask.Wait:
                bool ready = Wait();
                return writer => writer.Write(ready);
            default:
                throw new LogException(LogErrorCode.InvalidArgument, $"request {ask} is not known: are two versions of Weir using this log?");
        }
    }

    private LogCursor Cursor() => _cursor ?? throw new LogException(LogErrorCode.InvalidArgument, "no cursor was opened");

    private bool Wait()
    {
        using var patience = new CancellationTokenSource(WaitMs);
        try
        {
            Cursor().WaitAsync(patience.Token).GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Stage(BinaryReader request, ArraySegment<byte> payload)
    {
        string topic = request.ReadString();
        int partition = request.ReadInt32();
        if (_stagingFailure is not null)
            return;
        try
        {
            _staged.Add(topic, partition, payload.AsSpan((int)request.BaseStream.Position));
        }
        catch (IOException failure)
        {
            _stagingFailure = new(
                DiskFull.Is(failure) ? LogErrorCode.DiskFull : LogErrorCode.Failed, $"records cannot be held for their commit: {failure.Message}", failure);
        }
    }

    private LogCommitResult Commit(BinaryReader request)
    {
        try
        {
            if (_stagingFailure is { Code: LogErrorCode.DiskFull })
                return LogCommitResult.DiskFull;
            if (_stagingFailure is not null)
                throw _stagingFailure;
            string producer = request.ReadString();
            int epoch = request.ReadInt32();
            long number = request.ReadInt64();
            return store.Commit(producer, epoch, number, _staged, StateChange.ReadBytes(request));
        }
        finally
        {
            _staged.Clear();
            _stagingFailure = null;
        }
    }
}
