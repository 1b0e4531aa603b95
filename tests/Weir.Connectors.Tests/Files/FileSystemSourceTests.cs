using System.IO.Compression;
using System.Text;
using Weir.Connectors.Files;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Files;

public sealed class FileSystemSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AutoResetEvent _woken = new(false);

    public void Dispose()
    {
        _folder.Dispose();
        _woken.Dispose();
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n")]
    [InlineData("{\"a\":1}\r\n{\"a\":2}\r\n{\"a\":3}")]
    [InlineData("\uFEFF{\"a\":1}\n\n{\"a\":2}\n{\"a\":3}\n")]
    public void Lines_are_rows_whatever_their_ends(string content)
    {
        TableSpec table = Table(_folder.Write("in.json", content), "json", ("a", DataType.Int));
        Assert.Equal([1, 2, 3], Read(table).Select(r => r[0]));
    }

    [Fact]
    public void An_empty_file_has_no_rows() => Assert.Empty(Read(Table(_folder.Write("in.json", string.Empty), "json", ("a", DataType.Int))));

    [Fact]
    public void Records_go_across_the_bounds_of_what_is_read_at_once()
    {
        StringBuilder content = new();
        for (int i = 0; i < 30_000; i++)
        {
            content.Append(new string((char)('a' + (i % 26)), i % 97)).Append(',').Append(i).Append('\n');
        }

        TableSpec table = Table(_folder.Write("in.csv", content.ToString()), "csv", ("t", DataType.String), ("n", DataType.Int));
        List<object?[]> rows = Read(table, capacity: 1000);
        Assert.Equal(30_000, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(i, rows[i][1]);
            Assert.Equal(i % 97, ((string)rows[i][0]!).Length);
        }
    }

    [Fact]
    public void A_field_in_quotes_may_hold_lines_wherever_the_reads_fall()
    {
        StringBuilder content = new();
        for (int i = 0; i < 10_000; i++)
        {
            content.Append(i).Append(",\"line\n\"\"").Append(new string('x', i % 71)).Append("\"\"\r\nend\",h\"i\n");
        }

        TableSpec table = Table(_folder.Write("in.csv", content.ToString()), "csv", ("n", DataType.Int), ("t", DataType.String), ("u", DataType.String));
        List<object?[]> rows = Read(table);
        Assert.Equal(10_000, rows.Count);
        Assert.Equal("line\n\"xx\"\r\nend", rows[2][1]);
        Assert.Equal([9_999, "h\"i"], new[] { rows[^1][0], rows[^1][2] });
    }

    [Fact]
    public void A_row_of_fifty_megabytes_is_read()
    {
        string path = _folder.Write("in.json", $"{{\"a\":\"{new string('x', 50_000_000)}\"}}\n{{\"a\":\"after\"}}\n");
        List<object?[]> rows = Read(Table(path, "json", ("a", DataType.String)));
        Assert.Equal([50_000_000, 5], rows.Select(r => ((string)r[0]!).Length));
    }

    [Fact]
    public void A_record_beyond_the_limit_goes_to_the_dead_letters_and_the_next_is_read()
    {
        string path = _folder.Write("in.json", $"{{\"a\":\"1\"}}\n{{\"a\":\"{new string('x', 3_000_000)}\"}}\n{{\"a\":\"after\"}}\n");
        CollectedLetters letters = new();
        List<object?[]> rows = Read(Table(path, "json", ("a", DataType.String)), letters: letters, maxRecordBytes: 1_000_000);
        Assert.Equal(["1", "after"], rows.Select(r => r[0]));
        (DeadLetter letter, string text) = Assert.Single(letters.All);
        Assert.Equal(10, letter.Position);
        Assert.StartsWith("the record is longer than 1000000 bytes", letter.Reason, StringComparison.Ordinal);
        Assert.StartsWith("{\"a\":\"xxx", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_does_not_parse_goes_to_the_dead_letters_with_its_bytes_and_its_offset()
    {
        string path = _folder.Write("in.json", "{\"a\":1}\n{\"a\":\"x\"}\r\n{\"a\":3}\n");
        CollectedLetters letters = new();
        Assert.Equal([1, 3], Read(Table(path, "json", ("a", DataType.Int)), letters: letters).Select(r => r[0]));
        (DeadLetter letter, string text) = Assert.Single(letters.All);
        Assert.Equal(("t", path, 8L, "{\"a\":\"x\"}"), (letter.Table, letter.Partition, letter.Position, text));
        Assert.StartsWith("field 'a': expected a value of type INT", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_goes_on_where_it_was()
    {
        string path = _folder.Write("in.json", string.Concat(Enumerable.Range(0, 100).Select(i => $"{{\"a\":{i}}}\r\n")));
        TableSpec table = Table(path, "json", ("a", DataType.Int));
        List<object?> all = [];
        Dictionary<string, string> positions = [];
        while (all.Count < 100)
        {
            using FileSystemSource source = new(table);
            PartitionReader reader = Assert.Single(source.Open(Context(table) with { Positions = positions }));
            SourceBatch batch = SourceReading.Batch(table, [0], 7);
            while (reader.Read(batch) == ReadStatus.Rows && batch.RowCount == 0)
            {
                Assert.True(_woken.WaitOne(Patience.Ms));
            }

            all.AddRange(SourceReading.Rows(table, [0], batch).Select(r => r[0]));
            positions[reader.Partition] = reader.Position;
        }

        Assert.Equal(Enumerable.Range(0, 100).Cast<object?>(), all);
    }

    [Fact]
    public void A_folder_is_read_with_its_folders_but_without_hidden_files_and_lanes_share_the_files()
    {
        _folder.Write("b.json", "{\"a\":2}\n");
        _folder.Write("a.json", "{\"a\":1}\n");
        _folder.Write("sub/c.json", "{\"a\":3}\n");
        _folder.Write(".part-0.inprogress", "{\"a\":4}\n");
        _folder.Write("_SUCCESS", string.Empty);
        TableSpec table = Table(_folder.Path, "json", ("a", DataType.Int));
        Assert.Equal([1, 2, 3], Read(table).Select(r => r[0]));
        using FileSystemSource first = new(table);
        using FileSystemSource second = new(table);
        Assert.Equal(2, first.Open(Context(table) with { Lane = 0, LaneCount = 2 }).Count);
        Assert.EndsWith("b.json", Assert.Single(second.Open(Context(table) with { Lane = 1, LaneCount = 2 })).Partition, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_files_are_read()
    {
        for (int i = 0; i < 300; i++)
        {
            _folder.Write($"f{i:D3}.csv", $"{i}\n{i + 1000}\n");
        }

        Assert.Equal(600, Read(Table(_folder.Path, "csv", ("a", DataType.Int))).Count);
    }

    [Fact]
    public void Only_files_whose_path_matches_the_pattern_are_read()
    {
        _folder.Write("a.json", "{\"a\":1}\n");
        _folder.Write("a.txt", "not json\n");
        Assert.Equal([1], Read(Table(_folder.Path, "json", [("a", DataType.Int)], ("source.path.regex-pattern", ".*\\.json"))).Select(r => r[0]));
    }

    [Fact]
    public void A_gz_file_is_read_and_goes_on_where_it_was()
    {
        MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionMode.Compress))
        {
            gzip.Write("1\n2\n3\n"u8);
        }

        string path = _folder.Write("in.csv.gz", packed.ToArray());
        TableSpec table = Table(path, "csv", ("a", DataType.Int));
        Assert.Equal([1, 2, 3], Read(table).Select(r => r[0]));
        using FileSystemSource source = new(table);
        PartitionReader reader = Assert.Single(source.Open(Context(table) with { Positions = new Dictionary<string, string> { [path] = "4" } }));
        Assert.Equal([3], SourceReading.ReadAll(table, reader, woken: _woken).Select(r => r[0]));
    }

    [Fact]
    public void Metadata_columns_tell_of_the_file()
    {
        string path = _folder.Write("in.csv", "1\n2\n");
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        TableSpec table = Table(path, "csv", ("a", DataType.Int));
        table = table with
        {
            Columns =
            [
                new ColumnSpec("p", DataType.String, "file.path", true), .. table.Columns, new ColumnSpec("n", DataType.String, "file.name", true), new ColumnSpec("s", DataType.BigInt, "file.size", true),
                new ColumnSpec("m", DataType.TimestampLtz(3), "file.modification-time", true),
            ],
        };
        long time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).ToUnixTimeMilliseconds();
        Assert.Equal([[path, 1, "in.csv", 4L, time], [path, 2, "in.csv", 4L, time]], Read(table));
    }

    [Fact]
    public void Partition_columns_come_from_the_folders_names()
    {
        _folder.Write("day=2026-01-02/z=x y%2Fz/f.csv", "1\n");
        _folder.Write("day=2026-01-03/z=__DEFAULT_PARTITION__/f.csv", "2\n");
        TableSpec table = Table(_folder.Path, "csv", ("z", DataType.String), ("a", DataType.Int), ("day", DataType.Date)) with { PartitionKeys = ["day", "z"] };
        int day = new DateOnly(2026, 1, 2).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        Assert.Equal([["x y/z", 1, day], [null, 2, day + 1]], Read(table));
    }

    [Fact]
    public void New_files_are_found_while_the_folder_is_watched()
    {
        ManualClock clock = new();
        _folder.Write("a.csv", "1\n");
        TableSpec table = Table(_folder.Path, "csv", [("a", DataType.Int)], ("source.monitor-interval", "10 s"));
        using FileSystemSource source = new(table);
        Assert.False(source.IsBounded);
        PartitionReader first = Assert.Single(source.Open(Context(table) with { Clock = clock }));
        Assert.Equal([1], SourceReading.ReadAll(table, first, woken: _woken).Select(r => r[0]));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(source.Discover());
        _folder.Write("b.csv", "2\n");
        Assert.Empty(source.Discover());
        _woken.Reset();
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(_woken.WaitOne(0));
        PartitionReader second = Assert.Single(source.Discover());
        Assert.Equal([2], SourceReading.ReadAll(table, second, woken: _woken).Select(r => r[0]));
        Assert.Empty(source.Discover());
    }

    [Fact]
    public void A_watched_folder_that_goes_away_is_told_as_trouble_until_it_is_back()
    {
        ManualClock clock = new();
        string folder = Path.Combine(_folder.Path, "in");
        Directory.CreateDirectory(folder);
        TableSpec table = Table(folder, "csv", [("a", DataType.Int)], ("source.monitor-interval", "1 s"));
        using FileSystemSource source = new(table);
        Assert.Empty(source.Open(Context(table) with { Clock = clock }));
        Directory.Delete(folder);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("there is no file or folder", source.Trouble, StringComparison.Ordinal);
        Directory.CreateDirectory(folder);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(source.Trouble);
    }

    [Theory]
    [InlineData("/nowhere/at/all", "there is no file or folder '/nowhere/at/all'")]
    [InlineData("s3://bucket/key", "the option 'path' is 's3://bucket/key'; expected a path of this machine")]
    public void A_path_that_cannot_be_read_is_refused(string path, string message)
    {
        TableSpec table = Table(path, "csv", ("a", DataType.Int));
        ConnectorException refused = Assert.Throws<ConnectorException>(() =>
        {
            using FileSystemSource source = new(table);
            source.Open(Context(table));
        });
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_stops_the_job_with_its_name()
    {
        string path = _folder.Write("in.csv.gz", "this is not gzip");
        TableSpec table = Table(path, "csv", ("a", DataType.Int));
        Assert.Contains($"the file '{path}' cannot be read", Assert.Throws<ConnectorException>(() => Read(table)).Message, StringComparison.Ordinal);
    }

    private static TableSpec Table(string path, string format, params (string Name, DataType Type)[] columns) => Table(path, format, columns, []);

    private static TableSpec Table(string path, string format, (string Name, DataType Type)[] columns, params (string Key, string Value)[] more) =>
        SourceReading.Table("filesystem", columns, [("path", path), ("format", format), .. more]);

    private SourceContext Context(TableSpec table) => SourceReading.Context(table, wake: () => _woken.Set());

    private List<object?[]> Read(TableSpec table, int capacity = 2048, CollectedLetters? letters = null, int maxRecordBytes = FileReader.DefaultMaxRecordBytes)
    {
        using FileSystemSource source = new(table, maxRecordBytes);
        Assert.True(source.IsBounded);
        List<object?[]> rows = [];
        foreach (PartitionReader reader in source.Open(SourceReading.Context(table, letters, () => _woken.Set())))
        {
            rows.AddRange(SourceReading.ReadAll(table, reader, woken: _woken, capacity: capacity));
            reader.Dispose();
        }

        return rows;
    }
}
