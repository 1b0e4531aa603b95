using Weir.Connectors.Files;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Files;

public sealed class FileSystemSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AutoResetEvent _woken = new(false);
    private readonly ManualClock _clock = new();

    public void Dispose()
    {
        _folder.Dispose();
        _woken.Dispose();
    }

    [Fact]
    public void Rows_are_written_to_a_part_file_that_gets_its_name_when_it_is_finished()
    {
        TableSpec table = Table("json", [("a", DataType.Int), ("b", DataType.String)]);
        using FileSystemSink sink = Open(table);
        sink.Write(SinkWriting.Inserts(table, [1, "x"]));
        Assert.DoesNotContain(Files(), f => f.Contains("/part-", StringComparison.Ordinal));
        SinkWriting.WriteAll(sink, _woken, SinkWriting.Inserts(table, [2, null], [3, "z"]));
        string file = Assert.Single(Files());
        Assert.Matches("/part-[0-9a-f-]{36}-0-0$", file);
        Assert.Equal("{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":null}\n{\"a\":3,\"b\":\"z\"}\n", File.ReadAllText(file));
    }

    [Fact]
    public void A_file_that_is_long_enough_is_finished_and_the_next_one_begun()
    {
        TableSpec table = Table("csv", [("a", DataType.Int)], ("sink.rolling-policy.file-size", "1 kb"));
        using FileSystemSink sink = Open(table);
        SinkWriting.WriteAll(sink, _woken, [.. Enumerable.Range(0, 100).Select(b => SinkWriting.Inserts(table, [.. Enumerable.Range(b * 100, 100).Select(i => new object?[] { i })]))]);
        string[] files = Files();
        Assert.InRange(files.Length, 30, 60);
        Assert.Equal(
            Enumerable.Range(0, 10_000),
            files.OrderBy(f => int.Parse(f[(f.LastIndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture)).SelectMany(File.ReadAllLines).Select(l => int.Parse(l, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_file_that_has_been_open_long_enough_is_finished()
    {
        TableSpec table = Table("csv", [("a", DataType.Int)], ("sink.rolling-policy.rollover-interval", "5 min"), ("sink.rolling-policy.check-interval", "1 min"));
        using FileSystemSink sink = Open(table);
        sink.Write(SinkWriting.Inserts(table, [1]));
        Patience.Until(() => Files().Length == 1);
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.EndsWith(".inprogress", Assert.Single(Files()), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromMinutes(1));

        // While a file gets its name, a listing of the folder may show it twice or not at all.
        Patience.Until(() => Files() is [string file] && file.EndsWith("-0-0", StringComparison.Ordinal));
        SinkWriting.WriteAll(sink, _woken, SinkWriting.Inserts(table, [2]));
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public void Partition_columns_become_folders_and_are_left_out_of_the_rows()
    {
        TableSpec table = Table("json", [("a", DataType.Int), ("y", DataType.Int), ("z", DataType.String)]) with { PartitionKeys = ["y", "z"] };
        using FileSystemSink sink = Open(table);
        SinkWriting.WriteAll(sink, _woken, SinkWriting.Inserts(table, [1, 1, "x y/z"], [2, 2, null], [3, 1, "x y/z"], [4, 1, string.Empty]));
        Assert.Equal("{\"a\":1}\n{\"a\":3}\n", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "out/y=1/z=x y%2Fz")))));
        Assert.Equal("{\"a\":2}\n", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "out/y=2/z=__DEFAULT_PARTITION__")))));
        Assert.Equal("{\"a\":4}\n", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "out/y=1/z=__DEFAULT_PARTITION__")))));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        TableSpec table = Table("csv", [("a", DataType.Int), ("t", DataType.String), ("p", DataType.Timestamp(3))]) with { PartitionKeys = ["p"] };
        object?[][] rows = [.. Enumerable.Range(0, 500).Select(i => new object?[] { i, $"text {i}\n\"quoted\"", i % 3 * 60_000L })];
        using (FileSystemSink sink = Open(table))
        {
            SinkWriting.WriteAll(sink, _woken, SinkWriting.Inserts(table, rows));
        }

        using FileSystemSource source = new(table);
        List<object?[]> read = [];
        foreach (PartitionReader reader in source.Open(SourceReading.Context(table, wake: () => _woken.Set())))
        {
            read.AddRange(SourceReading.ReadAll(table, reader, woken: _woken));
        }

        Assert.Equal(rows, read.OrderBy(r => (int)r[0]!));
    }

    [Fact]
    public void Many_folders_at_once_are_written()
    {
        TableSpec table = Table("csv", [("a", DataType.Int), ("p", DataType.Int)]) with { PartitionKeys = ["p"] };
        using FileSystemSink sink = Open(table);
        SinkWriting.WriteAll(sink, _woken, SinkWriting.Inserts(table, [.. Enumerable.Range(0, 2000).Select(i => new object?[] { i, i % 500 })]));
        Assert.Equal(2000, Files().Sum(f => File.ReadAllLines(f).Length));
        Assert.All(Files(), f => Assert.DoesNotContain("inprogress", f, StringComparison.Ordinal));
    }

    [Fact]
    public void A_full_disk_stops_the_job_and_says_so()
    {
        TableSpec table = Table("csv", [("a", DataType.Int)]);
        ConnectorServices services = new() { CreateFile = _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0) };
        using FileSystemSink sink = Open(table, services);
        ConnectorException full = Assert.Throws<ConnectorException>(() => SinkWriting.WriteAll(sink, _woken, SinkWriting.Inserts(table, [1])));
        Assert.Contains($"the disk of '{_folder.Path}/out' is full", full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_full_when_a_job_is_stopped_is_told_then()
    {
        TableSpec table = Table("csv", [("a", DataType.Int)]);
        ConnectorServices services = new() { CreateFile = _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0) };
        FileSystemSink sink = Open(table, services);
        sink.Write(SinkWriting.Inserts(table, [1]));
        Assert.Contains("is full", Assert.Throws<ConnectorException>(sink.Dispose).Message, StringComparison.Ordinal);
        sink.Dispose(); // told once
    }

    [Fact]
    public void A_folder_that_cannot_be_made_stops_the_job_and_names_it()
    {
        _folder.Write("out", "a file is in the way");
        TableSpec table = Table("csv", [("a", DataType.Int)]);
        using FileSystemSink sink = Open(table);
        Assert.Contains("/out", Assert.Throws<ConnectorException>(() => SinkWriting.WriteAll(sink, _woken, SinkWriting.Inserts(table, [1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_disk_holds_the_lane_back_and_wakes_it()
    {
        using ManualResetEventSlim gate = new(false);
        TableSpec table = Table("csv", [("a", DataType.Int)]);
        using FileSystemSink sink = Open(table, new ConnectorServices { CreateFile = path => new GatedStream(new FileStream(path, FileMode.Create), gate) });
        int written = 0;
        while (sink.CanWrite)
        {
            sink.Write(SinkWriting.Inserts(table, [written++]));
            Assert.InRange(written, 1, 100);
        }

        gate.Set();
        Assert.True(_woken.WaitOne(Patience.Ms));
        SinkWriting.Await(_woken, () => sink.CanWrite);
        SinkWriting.WriteAll(sink, _woken);
        Assert.Equal(written, Files().Sum(f => File.ReadAllLines(f).Length));
    }

    private TableSpec Table(string format, (string Name, DataType Type)[] columns, params (string Key, string Value)[] more) =>
        SourceReading.Table("filesystem", columns, [("path", Path.Combine(_folder.Path, "out")), ("format", format), .. more]);

    private FileSystemSink Open(TableSpec table, ConnectorServices? services = null)
    {
        FileSystemSink sink = new(table, services ?? new ConnectorServices());
        sink.Open(new SinkContext { Wake = () => _woken.Set(), Clock = _clock });
        return sink;
    }

    private string[] Files() => Directory.Exists(Path.Combine(_folder.Path, "out")) ? Directory.GetFiles(Path.Combine(_folder.Path, "out"), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }) : [];
}
