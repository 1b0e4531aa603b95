using System.Diagnostics;
using System.Text;
using Weir.Connectors.Log;

namespace Weir.Connectors.Tests.Log;

public sealed class LogTakeOverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task When_the_owner_closes_the_log_the_next_one_takes_over_and_everybody_goes_on()
    {
        EmbeddedLog owner = Open();
        using EmbeddedLog second = Open();
        using EmbeddedLog third = Open();
        owner.CreateTopic("t", 1);
        using ILogProducer producer = second.OpenProducer("p");
        using ILogReader reader = third.OpenReader("t", 0, 0);
        producer.Append("t", 0, "one");
        producer.Commit("1"u8);
        Assert.Equal(["one"], reader.ReadAll());
        Task waiting = reader.WaitForDataAsync(default);
        producer.Append("t", 0, "two"); // not committed when the owner goes, and not lost
        owner.Dispose();
        Assert.Equal(LogCommitResult.Committed, producer.Commit("2"u8));
        await waiting;
        Assert.Equal(["two"], reader.ReadAll());
        Assert.True(second.IsOwner ^ third.IsOwner);
        Assert.Equal("2", Encoding.UTF8.GetString(third.LastMetadata("p")!.Value.Span));
    }

    [Fact]
    public void When_the_owning_process_is_killed_the_next_one_recovers_the_log()
    {
        using Process owner = LogOwnerProcess.Start(_folder.Path);
        using EmbeddedLog log = Open();
        Assert.False(log.IsOwner);
        using ILogProducer producer = log.OpenProducer("p");
        using ILogReader reader = log.OpenReader("t", 0, 0);
        producer.Append("t", 0, "before");
        Assert.Equal(LogCommitResult.Committed, producer.Commit([]));
        producer.Append("t", 0, "after");
        owner.Kill();
        owner.WaitForExit();
        Assert.Equal(LogCommitResult.Committed, producer.Commit([]));
        Assert.True(log.IsOwner);
        Assert.Equal(["before", "after"], reader.ReadAll());
    }

    [Fact]
    public void A_commit_whose_answer_was_lost_is_not_made_twice()
    {
        using var log = new LogStoreWithoutAnswers(_folder.Path);
        log.Store.CreateTopic(new("t", 1, LogTopicOptions.Default));
        using var producer = new LogProducer(log, "p", log.Store.OpenProducer("p"), new(DiskFiles.Instance, _folder.Path, 1000));
        producer.Append("t", 0, "once");
        Assert.Equal(LogCommitResult.Committed, producer.Commit([]));
        Assert.Equal(2, log.CommitCalls);
        Assert.Equal(1, log.Store.Bounds("t", 0).End);
    }

    [Fact]
    public void A_folder_whose_path_is_too_long_for_a_socket_works_too()
    {
        string deep = Path.Combine(_folder.Path, new string('d', 120));
        using EmbeddedLog owner = EmbeddedLog.Open(deep, TimeProvider.System);
        using EmbeddedLog client = EmbeddedLog.Open(deep, TimeProvider.System);
        client.CreateTopic("t", 1);
        Assert.False(client.IsOwner);
        Assert.Single(owner.Topics());
    }

    [Fact]
    public void An_owner_that_does_not_answer_is_reported_as_such()
    {
        using var held = new FileStream(Path.Combine(_folder.Path, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        LogException refused = Assert.Throws<LogException>(
            () => EmbeddedLog.Open(_folder.Path, TimeProvider.System, TimeSpan.FromMilliseconds(50)));
        Assert.Equal(LogErrorCode.Unreachable, refused.Code);
        Assert.Contains(_folder.Path, refused.Message);
    }

    private EmbeddedLog Open() => EmbeddedLog.Open(_folder.Path, TimeProvider.System);

    /// <summary>A store that carries everything out, and then loses the first answer.</summary>
    private sealed class LogStoreWithoutAnswers(string folder) : ILogAccess, IDisposable
    {
        internal LogStore Store { get; } = LogStore.Open(folder, DiskFiles.Instance, TimeProvider.System);

        internal int CommitCalls { get; private set; }

        public T Try<T>(Func<ILogStore, T> ask)
        {
            T answer = ask(Store);
            if (answer is not LogCommitResult)
                return answer;
            CommitCalls += 2;
            return ask(Store);
        }

        public void Dispose() => Store.Dispose();
    }
}
