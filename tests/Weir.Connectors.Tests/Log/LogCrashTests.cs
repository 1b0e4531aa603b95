using System.Text;
using Weir.Connectors.Log;

namespace Weir.Connectors.Tests.Log;

/// <summary>Whatever happens, exactly the committed records are there afterwards.</summary>
public sealed class LogCrashTests
{
    private const int Partitions = 3;
    private const string Topic = "t";
    private static readonly string[] ProducerIds = ["a", "b"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 150)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void After_a_crash_or_a_loss_of_power_at_any_moment_exactly_the_committed_records_are_there(int seed)
    {
        var random = new Random(seed);
        var files = new SimulatedFiles();
        var model = new Model();
        for (int life = 0; life < 6; life++)
        {
            files.OperationsUntilPowerLoss = random.Next(1, 120);
            try
            {
                Live(new SimulatedLog(files, commitFileBytes: 600), model, random);
            }
            catch (PowerLossException)
            {
            }

            if (random.Next(3) == 0)
                files.LoseProcess();
            else
                files.LosePower(random);
            var recovered = new SimulatedLog(files, commitFileBytes: 600);
            model.Settle(recovered);
            model.Compare(recovered);
            recovered.Store.Dispose();
            files.LosePower(random); // recovering is undone in part as well, and done again
        }
    }

    [Fact]
    public void A_disk_that_fills_at_any_byte_loses_nothing_and_the_commit_can_be_made_again()
    {
        for (int free = 0; free < 400; free += 3)
        {
            var files = new SimulatedFiles();
            var log = new SimulatedLog(files);
            log.Store.CreateTopic(new(Topic, Partitions, LogTopicOptions.Default with { SegmentBytes = 120 }));
            LogProducer producer = log.Producer("a");
            producer.Append(Topic, 0, "before");
            Assert.Equal(LogCommitResult.Committed, producer.Commit([1]));

            for (int i = 0; i < 4; i++)
                producer.Append(Topic, i % 2, $"record {i}");
            files.FreeBytes = free;
            LogCommitResult result = producer.Commit([2]);
            if (result == LogCommitResult.DiskFull)
            {
                Assert.Equal(["before"], log.ReadAll(Topic, 0));
                Assert.Empty(log.ReadAll(Topic, 1));
                Assert.Equal([1], log.Store.FindProducer("a")!.Metadata);
                files.FreeBytes = long.MaxValue;
                result = producer.Commit([2]);
            }

            Assert.Equal(LogCommitResult.Committed, result);
            log.Store.Dispose();
            files.FreeBytes = long.MaxValue;
            files.LosePower(new Random(free));
            var again = new SimulatedLog(files);
            Assert.Equal(["before", "record 0", "record 2"], again.ReadAll(Topic, 0));
            Assert.Equal(["record 1", "record 3"], again.ReadAll(Topic, 1));
        }
    }

    [Fact]
    public void A_full_disk_refuses_a_new_topic_or_producer_and_says_so()
    {
        var files = new SimulatedFiles();
        var log = new SimulatedLog(files);
        files.FreeBytes = 3;
        Assert.Equal(LogErrorCode.DiskFull, Assert.Throws<LogException>(() => log.Store.OpenProducer("a")).Code);
        files.FreeBytes = long.MaxValue;
        Assert.Equal(0, log.Store.OpenProducer("a").Epoch);
    }

    [Fact]
    public void A_disk_that_fills_while_records_are_held_refuses_the_record_and_keeps_those_before()
    {
        var files = new SimulatedFiles();
        var log = new SimulatedLog(files);
        log.Store.CreateTopic(new(Topic, 1, LogTopicOptions.Default));
        LogProducer producer = log.Producer("a", stagedBytes: 0);
        string large = new('x', LogLimits.BatchBytes);
        producer.Append(Topic, 0, large);
        files.FreeBytes = 100;
        Assert.Equal(LogErrorCode.DiskFull, Assert.Throws<LogException>(() => producer.Append(Topic, 0, "more")).Code);
        Assert.Equal(LogCommitResult.DiskFull, producer.Commit([]));
        files.FreeBytes = long.MaxValue;
        Assert.Equal(LogCommitResult.Committed, producer.Commit([]));
        Assert.Equal([large], log.ReadAll(Topic, 0));
    }

    [Fact]
    public void After_a_failed_sync_the_log_refuses_everything_until_it_is_opened_anew()
    {
        var files = new SimulatedFiles();
        var log = new SimulatedLog(files);
        log.Store.CreateTopic(new(Topic, 1, LogTopicOptions.Default));
        LogProducer producer = log.Producer("a");
        producer.Append(Topic, 0, "x");
        files.FailsNextSync = true;
        Assert.Equal(LogErrorCode.Failed, Assert.Throws<LogException>(() => producer.Commit([])).Code);
        Assert.Equal(LogErrorCode.Failed, Assert.Throws<LogException>(() => producer.Commit([])).Code);
        Assert.Equal(LogErrorCode.Failed, Assert.Throws<LogException>(() => log.ReadAll(Topic, 0)).Code);
        log.Store.Dispose();
        Assert.Empty(new SimulatedLog(files).ReadAll(Topic, 0));
    }

    private static void Live(SimulatedLog log, Model model, Random random)
    {
        log.Store.CreateTopic(new(Topic, Partitions, LogTopicOptions.Default with { SegmentBytes = 150 }));
        model.HasTopic = true;
        var producers = new Dictionary<string, LogProducer>();
        while (true)
        {
            string id = ProducerIds[random.Next(ProducerIds.Length)];
            switch (random.Next(8))
            {
                case 0:
                    producers[id] = log.Producer(id, stagedBytes: random.Next(2) * 1000);
                    model.Opened(id, producers[id].Epoch);
                    break;
                case 1 when producers.TryGetValue(id, out LogProducer? aborting):
                    aborting.Abort();
                    model.Aborted(id);
                    break;
                case 2 or 3 when producers.TryGetValue(id, out LogProducer? committing):
                    byte[] metadata = model.Committing(id);
                    Assert.Equal(LogCommitResult.Committed, committing.Commit(metadata));
                    model.Committed(id);
                    break;
                case > 3 when producers.TryGetValue(id, out LogProducer? appending):
                    int partition = random.Next(Partitions);
                    appending.Append(Topic, partition, model.Appended(id, partition));
                    break;
            }
        }
    }

    /// <summary>What must be there: the committed values of each partition, and of each producer what it was about to commit.</summary>
    private sealed class Model
    {
        private readonly List<string>[] _committed = [.. Enumerable.Range(0, Partitions).Select(_ => new List<string>())];
        private readonly Dictionary<string, List<(int Partition, string Value)>> _open = [];
        private readonly Dictionary<string, int> _epochs = [];
        private readonly Dictionary<string, byte[]> _metadata = [];
        private (string Id, byte[] Metadata)? _underWay;
        private int _next;

        internal bool HasTopic { get; set; }

        internal void Opened(string id, int epoch)
        {
            Assert.True(epoch > _epochs.GetValueOrDefault(id, -1), "an epoch was given twice");
            _epochs[id] = epoch;
            _open[id] = [];
        }

        internal void Aborted(string id) => _open[id].Clear();

        internal string Appended(string id, int partition)
        {
            string value = $"{id} {_next++}";
            _open[id].Add((partition, value));
            return value;
        }

        internal byte[] Committing(string id)
        {
            byte[] metadata = Encoding.UTF8.GetBytes($"commit {_next++}");
            _underWay = (id, metadata);
            return metadata;
        }

        internal void Committed(string id)
        {
            foreach ((int partition, string value) in _open[id])
                _committed[partition].Add(value);
            _open[id].Clear();
            _metadata[id] = _underWay!.Value.Metadata;
            _underWay = null;
        }

        /// <summary>Of a commit that was under way, the producer's metadata tells whether it happened; then all of it must be there.</summary>
        internal void Settle(SimulatedLog log)
        {
            if (_underWay is { } commit && log.Store.FindProducer(commit.Id)?.Metadata is { } found && found.AsSpan().SequenceEqual(commit.Metadata))
                Committed(commit.Id);
            _underWay = null;
            _open.Clear();
        }

        internal void Compare(SimulatedLog log)
        {
            foreach ((string id, byte[] metadata) in _metadata)
                Assert.Equal(metadata, log.Store.FindProducer(id)!.Metadata);
            foreach ((string id, int epoch) in _epochs)
                Assert.True(log.Store.FindProducer(id)!.Epoch >= epoch);
            if (!HasTopic)
                return;
            for (int partition = 0; partition < Partitions; partition++)
                Assert.Equal(_committed[partition], log.ReadAll(Topic, partition));
        }
    }
}
