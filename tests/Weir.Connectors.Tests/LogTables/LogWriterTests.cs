using System.Buffers;
using System.Text;
using Weir.Connectors.Log;
using Weir.Connectors.LogTables;
using Weir.Connectors.Tests.Log;

namespace Weir.Connectors.Tests.LogTables;

/// <summary>What the writer of a table does while the disk of its log is full.</summary>
public sealed class LogWriterTests
{
    private const string Topic = "t";
    private readonly SimulatedFiles _files = new();
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void Rows_wait_while_the_disk_is_full_and_are_written_once_there_is_room(int freeBytes)
    {
        SimulatedLog log = new(_files);
        log.Store.CreateTopic(new(Topic, 1, LogTopicOptions.Default));
        using LogWriter writer = new(log.Producer("p"), "/log", Topic, TimeSpan.FromSeconds(1), () => { }, _clock);
        _files.FreeBytes = freeBytes;
        for (int i = 0; i < 3; i++)
        {
            Patience.Until(() => writer.HasRoom);
            writer.Add(Records($"row {i}"));
        }

        Patience.Until(() => writer.Trouble is not null, () => _clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Contains("the disk of the log /log is full", writer.Trouble, StringComparison.Ordinal);
        Assert.False(writer.Finish());
        Assert.Empty(log.ReadAll(Topic, 0));

        _files.FreeBytes = long.MaxValue;
        Patience.Until(writer.Finish, () => _clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Null(writer.Trouble);
        Assert.Equal(["row 0", "row 1", "row 2"], log.ReadAll(Topic, 0));
    }

    private static PendingRecords Records(string value)
    {
        PendingRecords records = new();
        records.Buffer.Write(Encoding.UTF8.GetBytes(value));
        records.Add(0, -1, Encoding.UTF8.GetByteCount(value), 0, 0);
        return records;
    }
}
