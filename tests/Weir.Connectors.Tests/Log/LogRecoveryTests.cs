using Weir.Connectors.Log;

namespace Weir.Connectors.Tests.Log;

public sealed class LogRecoveryTests
{
    private const string Topic = "t";
    private readonly SimulatedFiles _files = new();

    [Fact]
    public void Bytes_that_nobody_committed_are_cut_off()
    {
        Written("one", "two");
        string segment = Path("00000000000000000000.seg");
        long length = _files.Length(segment);
        _files.Append(segment, [1, 2, 3, 4, 5]);
        _files.Append(Path("00000000000000000099.seg"), [1, 2, 3]);
        Assert.Equal(["one", "two"], new SimulatedLog(_files).ReadAll(Topic, 0));
        Assert.Equal(length, _files.Length(segment));
        Assert.DoesNotContain(Path("00000000000000000099.seg"), _files.Paths);
    }

    [Fact]
    public void A_torn_commit_is_as_if_it_had_not_been()
    {
        Written("one", "two");
        string commits = Commits();
        using (ILogFile file = _files.Open(commits, create: false))
            file.Truncate(file.Length - 1);
        SimulatedLog log = new(_files);
        Assert.Equal(["one"], log.ReadAll(Topic, 0));
        LogProducer producer = log.Producer("p");
        producer.Append(Topic, 0, "three");
        producer.Commit([]);
        log.Store.Dispose();
        Assert.Equal(["one", "three"], new SimulatedLog(_files).ReadAll(Topic, 0));
    }

    [Fact]
    public void Damage_in_the_middle_of_the_commits_is_refused_and_not_taken_for_a_torn_end()
    {
        Written("one", "two");
        _files.Damage(Commits(), 20);
        LogException refused = Assert.Throws<LogException>(() => new SimulatedLog(_files));
        Assert.Equal(LogErrorCode.Corrupt, refused.Code);
        Assert.Contains(Commits(), refused.Message);
    }

    [Fact]
    public void A_segment_that_is_missing_or_too_short_is_refused_by_name()
    {
        Written("one");
        string segment = Path("00000000000000000000.seg");
        using (ILogFile file = _files.Open(segment, create: false))
            file.Truncate(file.Length - 1);
        LogException refused = Assert.Throws<LogException>(() => new SimulatedLog(_files));
        Assert.Equal(LogErrorCode.Corrupt, refused.Code);
        Assert.Contains(segment, refused.Message);
        _files.DeleteFile(segment);
        Assert.Contains("missing", Assert.Throws<LogException>(() => new SimulatedLog(_files)).Message);
    }

    [Fact]
    public void A_record_that_rotted_is_never_handed_out()
    {
        Written("one", "two");
        string segment = Path("00000000000000000000.seg");
        _files.Damage(segment, _files.Length(segment) - 2);
        var log = new SimulatedLog(_files);
        using var reader = new LogReader(log, Topic, 0, 0);
        using var chunk = new LogChunk();
        LogException refused = Assert.Throws<LogException>(() => reader.Read(chunk));
        Assert.Equal(LogErrorCode.Corrupt, refused.Code);
        Assert.Contains(segment, refused.Message);
    }

    [Fact]
    public void The_file_of_commits_is_begun_anew_and_loses_nothing()
    {
        var log = new SimulatedLog(_files, commitFileBytes: 300);
        log.Store.CreateTopic(new(Topic, 2, LogTopicOptions.Default));
        LogProducer producer = log.Producer("p");
        for (int i = 0; i < 50; i++)
        {
            producer.Append(Topic, i % 2, $"{i}");
            Assert.Equal(LogCommitResult.Committed, producer.Commit([(byte)i]));
        }

        log.Store.Dispose();
        Assert.DoesNotContain(Commits(), "commits-00000000000000000001.log");
        var again = new SimulatedLog(_files);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{2 * i}"), again.ReadAll(Topic, 0));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{2 * i + 1}"), again.ReadAll(Topic, 1));
        Assert.Equal(new byte[] { 49 }, again.Store.FindProducer("p")!.Metadata);
        Assert.Equal(0, again.Store.FindProducer("p")!.Epoch);
        Assert.Equal(50, again.Store.FindProducer("p")!.CommitNumber);
    }

    [Fact]
    public void A_topic_that_was_deleted_stays_so_although_its_files_come_back()
    {
        Written("one");
        var log = new SimulatedLog(_files);
        Assert.True(log.Store.DeleteTopic(Topic));
        Assert.False(log.Store.DeleteTopic(Topic));
        log.Store.Dispose();
        _files.CreateFolder($"{SimulatedLog.Folder}/topics/{Topic}/0");
        _files.Append(Path("00000000000000000000.seg"), [1]);
        var again = new SimulatedLog(_files);
        Assert.Empty(again.Store.Topics());
        Assert.DoesNotContain(Path("00000000000000000000.seg"), _files.Paths);
        again.Store.CreateTopic(new(Topic, 1, LogTopicOptions.Default));
        Assert.Empty(again.ReadAll(Topic, 0));
    }

    private static string Path(string file) => $"{SimulatedLog.Folder}/topics/{Topic}/0/{file}";

    private string Commits() => Assert.Single(_files.Paths, path => path.Contains("/commits-", StringComparison.Ordinal));

    /// <summary>Writes each value in a commit of its own, and closes.</summary>
    private void Written(params ReadOnlySpan<string> values)
    {
        var log = new SimulatedLog(_files);
        log.Store.CreateTopic(new(Topic, 1, LogTopicOptions.Default));
        LogProducer producer = log.Producer("p");
        foreach (string value in values)
        {
            producer.Append(Topic, 0, value);
            Assert.Equal(LogCommitResult.Committed, producer.Commit([]));
        }

        log.Store.Dispose();
    }
}
