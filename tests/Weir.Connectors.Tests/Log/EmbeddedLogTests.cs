using System.Text;
using Weir.Connectors.Log;

namespace Weir.Connectors.Tests.Log;

/// <summary>On the real file system, once by the owner and once by a client of it: both behave the same.</summary>
public abstract class EmbeddedLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedLog _owner;

    protected EmbeddedLogTests(bool asClient)
    {
        _owner = EmbeddedLog.Open(_folder.Path, TimeProvider.System);
        Log = asClient ? EmbeddedLog.Open(_folder.Path, TimeProvider.System) : _owner;
        Assert.Equal(!asClient, Log.IsOwner);
    }

    private EmbeddedLog Log { get; }

    public void Dispose()
    {
        Log.Dispose();
        _owner.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Everything_that_a_record_has_comes_back()
    {
        Log.CreateTopic("t", 1);
        using ILogProducer producer = Log.OpenProducer("p");
        var headers = new LogHeaderWriter();
        headers.Add("trace"u8, "abc"u8);
        headers.Add("nothing"u8, LogField.Null);
        ILogAppender appender = producer.Partition("t", 0);
        appender.Append("k"u8, "v"u8, 1_700_000_000_123, headers.Encoded);
        appender.Append(LogField.Null, LogField.Null, -5);
        appender.Append(""u8, ""u8, long.MaxValue);
        Assert.Equal(LogCommitResult.Committed, producer.Commit([]));

        using ILogReader reader = Log.OpenReader("t", 0, 0);
        using var chunk = new LogChunk();
        Assert.True(reader.Read(chunk));
        var seen = new List<string>();
        foreach (LogRecord record in chunk)
        {
            seen.Add($"{record.Offset} {record.TimestampMs} {Show(record.Key)} {Show(record.Value)}");
            foreach (LogHeader header in record.Headers)
                seen.Add($"{Encoding.UTF8.GetString(header.Name)}={Show(header.Value)}");
        }

        Assert.Equal(["0 1700000000123 'k' 'v'", "trace='abc'", "nothing=null", "1 -5 null null", $"2 {long.MaxValue} '' ''"], seen);
        Assert.False(reader.Read(chunk));
        Assert.Equal(3, reader.Offset);

        static string Show(LogField field) => field.IsNull ? "null" : $"'{Encoding.UTF8.GetString(field.Bytes)}'";
    }

    [Fact]
    public void Readers_see_what_is_committed_and_nothing_else()
    {
        Log.CreateTopic("a", 2);
        Log.CreateTopic("b", 1);
        using ILogProducer producer = Log.OpenProducer("p");
        producer.Append("a", 0, "dropped");
        producer.Abort();
        producer.Append("a", 0, "one");
        producer.Append("a", 1, "two");
        producer.Append("b", 0, "three");
        Assert.Equal(0, Log.EndOffset("a", 0) + Log.EndOffset("a", 1) + Log.EndOffset("b", 0));
        Assert.Equal(LogCommitResult.Committed, producer.Commit("m"u8));
        producer.Append("a", 0, "open");
        Assert.Equal(["one"], Log.ReadAll("a", 0));
        Assert.Equal(["two"], Log.ReadAll("a", 1));
        Assert.Equal(["three"], Log.ReadAll("b", 0));
        Assert.Equal("m", Encoding.UTF8.GetString(Log.LastMetadata("p")!.Value.Span));
        Assert.Null(Log.LastMetadata("other"));
    }

    [Fact]
    public void An_older_producer_of_the_same_id_is_fenced_and_the_new_one_knows_where_it_was()
    {
        Log.CreateTopic("t", 1);
        using ILogProducer zombie = Log.OpenProducer("p");
        Assert.Null(zombie.LastMetadata);
        zombie.Append("t", 0, "first");
        Assert.Equal(LogCommitResult.Committed, zombie.Commit("at 1"u8));
        zombie.Append("t", 0, "zombie");
        using ILogProducer successor = Log.OpenProducer("p");
        Assert.Equal("at 1", Encoding.UTF8.GetString(successor.LastMetadata!.Value.Span));
        Assert.Equal(LogCommitResult.Fenced, zombie.Commit("at 2"u8));
        successor.Append("t", 0, "second");
        Assert.Equal(LogCommitResult.Committed, successor.Commit("at 2"u8));
        Assert.Equal(["first", "second"], Log.ReadAll("t", 0));
    }

    [Fact]
    public void A_reader_starts_in_the_middle_of_a_batch_and_may_be_moved()
    {
        Log.CreateTopic("t", 1, LogTopicOptions.Default with { SegmentBytes = 2000 });
        using ILogProducer producer = Log.OpenProducer("p");
        for (int i = 0; i < 300; i++)
        {
            producer.Append("t", 0, $"{i}", timestampMs: 1000 + i);
            if (i % 7 == 0)
                producer.Commit([]);
        }

        producer.Commit([]);
        foreach (int start in (int[])[0, 1, 5, 150, 299, 300])
        {
            using ILogReader reader = Log.OpenReader("t", 0, start);
            Assert.Equal(Enumerable.Range(start, 300 - start).Select(i => $"{i}"), reader.ReadAll());
            reader.Offset = 298;
            Assert.Equal(["298", "299"], reader.ReadAll());
        }

        Assert.Equal(0, Log.OffsetForTime("t", 0, 5));
        Assert.Equal(123, Log.OffsetForTime("t", 0, 1123));
        Assert.Equal(300, Log.OffsetForTime("t", 0, 5000));
        Assert.Equal(LogErrorCode.OffsetOutOfRange, Assert.Throws<LogException>(() => Log.OpenReader("t", 0, 301)).Code);
    }

    [Fact]
    public void Records_of_fifty_megabytes_and_transactions_beyond_memory_come_back_whole()
    {
        Log.CreateTopic("t", 1);
        using ILogProducer producer = Log.OpenProducer("p");
        byte[] large = new byte[50_000_000];
        new Random(1).NextBytes(large);
        producer.Partition("t", 0).Append(LogField.Null, large.AsSpan(), 0);
        producer.Append("t", 0, "small");
        producer.Partition("t", 0).Append(LogField.Null, large.AsSpan(), 0);
        Assert.Equal(LogCommitResult.Committed, producer.Commit([]));
        using ILogReader reader = Log.OpenReader("t", 0, 0);
        using var chunk = new LogChunk();
        var lengths = new List<int>();
        while (reader.Read(chunk, 1000))
        {
            foreach (LogRecord record in chunk)
            {
                lengths.Add(record.Value.Bytes.Length);
                Assert.True(record.Value.Bytes.Length < 10 || record.Value.Bytes.SequenceEqual(large));
            }
        }

        Assert.Equal([50_000_000, 5, 50_000_000], lengths);
    }

    [Fact]
    public void What_cannot_be_is_refused_by_name()
    {
        Log.CreateTopic("orders", 2);
        Assert.False(Log.CreateTopic("orders", 2));
        Assert.Contains("2 partitions", Assert.Throws<LogException>(() => Log.CreateTopic("orders", 3)).Message);
        Assert.Equal(LogErrorCode.InvalidArgument, Assert.Throws<LogException>(() => Log.CreateTopic("../x", 1)).Code);
        Assert.Equal(LogErrorCode.InvalidArgument, Assert.Throws<LogException>(() => Log.CreateTopic("x", 0)).Code);
        LogException unknown = Assert.Throws<LogException>(() => Log.OpenReader("order", 0, 0));
        Assert.Equal(LogErrorCode.UnknownTopic, unknown.Code);
        Assert.Contains("orders", unknown.Message);
        Assert.Equal(LogErrorCode.UnknownTopic, Assert.Throws<LogException>(() => Log.EndOffset("orders", 2)).Code);
        using ILogProducer producer = Log.OpenProducer("p");
        Assert.Throws<LogException>(() => producer.Partition("orders", 9));
        byte[] tooLarge = new byte[LogLimits.RecordBytes + 1];
        Assert.Throws<LogException>(() => producer.Partition("orders", 0).Append(LogField.Null, tooLarge.AsSpan(), 0));
        Assert.Equal([new LogTopic("orders", 2, LogTopicOptions.Default)], Log.Topics());
    }

    [Fact]
    public void A_reader_of_a_topic_that_is_deleted_is_told()
    {
        Log.CreateTopic("t", 1);
        using ILogReader reader = Log.OpenReader("t", 0, 0);
        Assert.True(Log.DeleteTopic("t"));
        Log.CreateTopic("t", 1);
        using var chunk = new LogChunk();
        Assert.Equal(LogErrorCode.UnknownTopic, Assert.Throws<LogException>(() => reader.Read(chunk)).Code);
    }

    [Fact]
    public async Task Waiting_ends_with_data_or_with_the_token()
    {
        Log.CreateTopic("t", 1);
        using ILogReader reader = Log.OpenReader("t", 0, 0);
        using var cancelled = new CancellationTokenSource();
        Task waiting = reader.WaitForDataAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        waiting = reader.WaitForDataAsync(default);
        Assert.False(waiting.IsCompleted);
        using ILogProducer producer = Log.OpenProducer("p");
        producer.Append("t", 0, "x");
        producer.Commit([]);
        await waiting;
        Assert.Equal(["x"], reader.ReadAll());
    }

    [Fact]
    public async Task Producers_and_readers_work_at_the_same_time()
    {
        const int writers = 3, each = 2000;
        Log.CreateTopic("t", 1, LogTopicOptions.Default with { SegmentBytes = 10_000 });
        Task[] writing = [.. Enumerable.Range(0, writers).Select(writer => Task.Run(() =>
        {
            using ILogProducer producer = Log.OpenProducer($"p{writer}");
            for (int i = 0; i < each; i++)
            {
                producer.Append("t", 0, $"{writer} {i}");
                if (i % 50 == 49)
                    Assert.Equal(LogCommitResult.Committed, producer.Commit([]));
            }
        }))];
        var seen = new List<string>();
        using ILogReader reader = Log.OpenReader("t", 0, 0);
        while (seen.Count < writers * each)
        {
            await reader.WaitForDataAsync(default);
            seen.AddRange(reader.ReadAll());
        }

        await Task.WhenAll(writing);
        for (int writer = 0; writer < writers; writer++)
        {
            string mine = $"{writer} ";
            Assert.Equal(Enumerable.Range(0, each).Select(i => mine + i), seen.Where(value => value.StartsWith(mine, StringComparison.Ordinal)));
        }
    }
}
