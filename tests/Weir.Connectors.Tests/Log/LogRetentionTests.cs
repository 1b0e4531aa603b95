using Weir.Connectors.Log;

namespace Weir.Connectors.Tests.Log;

public sealed class LogRetentionTests
{
    private const string Topic = "t";
    private readonly SimulatedFiles _files = new();
    private readonly HandClock _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void The_oldest_segments_go_when_the_others_hold_enough()
    {
        SimulatedLog log = Written(new() { SegmentBytes = 200, RetentionBytes = 500 }, 100);
        (long begin, long end) = log.Store.Bounds(Topic, 0);
        Assert.Equal(100, end);
        Assert.InRange(begin, 80, 95);
        Assert.Equal(Enumerable.Range((int)begin, 100 - (int)begin).Select(i => $"record {i}"), log.ReadAll(Topic, 0));
        LogException dropped = Assert.Throws<LogException>(() => new LogReader(log, Topic, 0, 3));
        Assert.Equal(LogErrorCode.OffsetOutOfRange, dropped.Code);
        Assert.Contains($"from 3 to {begin - 1}", dropped.Message);
        log.Store.Dispose();
        Assert.Equal((begin, end), new SimulatedLog(_files).Store.Bounds(Topic, 0));
    }

    [Fact]
    public void Old_segments_go_when_their_newest_record_is_old_and_the_last_one_stays()
    {
        SimulatedLog log = Written(new() { SegmentBytes = 200, RetentionMs = 1000 }, 20);
        Assert.Equal(0, log.Store.Bounds(Topic, 0).Begin);
        log.Store.Dispose();
        _clock.Now += TimeSpan.FromHours(1);
        var later = new SimulatedLog(_files, _clock);
        Assert.InRange(later.Store.Bounds(Topic, 0).Begin, 15, 19);
    }

    [Fact]
    public void A_reader_is_told_what_was_dropped_under_it()
    {
        SimulatedLog log = Written(new() { SegmentBytes = 200, RetentionBytes = 500 }, 3);
        using var reader = new LogReader(log, Topic, 0, 1);
        Append(log, 100);
        using var chunk = new LogChunk();
        Assert.Equal(LogErrorCode.OffsetOutOfRange, Assert.Throws<LogException>(() => reader.Read(chunk)).Code);
    }

    private SimulatedLog Written(LogTopicOptions options, int count)
    {
        var log = new SimulatedLog(_files, _clock);
        log.Store.CreateTopic(new(Topic, 1, options));
        Append(log, count);
        return log;
    }

    private void Append(SimulatedLog log, int count)
    {
        LogProducer producer = log.Producer("p");
        for (int i = 0; i < count; i++)
        {
            producer.Append(Topic, 0, $"record {i}", _clock.Now.ToUnixTimeMilliseconds());
            Assert.Equal(LogCommitResult.Committed, producer.Commit([]));
        }
    }
}
