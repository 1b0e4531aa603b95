using System.Text;
using System.Text.Json;
using Weir.Cli.Running;
using Weir.Engine.Connectors;

using Weir.Worker.Hosting;
namespace Weir.Cli.Tests.Running;

public sealed class DeadLetterFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-cli-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "letters.jsonl");

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_row_is_kept_with_its_place_its_reason_and_its_bytes()
    {
        using (DeadLetterFile file = new(Path, failsJob: false, TimeProvider.System))
        {
            file.Write(Letter([0xFF, 0x00, (byte)'a']));
            file.Write(Letter("second"u8.ToArray()));
            Assert.Equal(2, file.Count);
        }

        JsonElement[] rows = [.. File.ReadLines(Path).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(("t", "p-0", 7, "it is broken"), (rows[0].GetProperty("table").GetString(), rows[0].GetProperty("partition").GetString(), rows[0].GetProperty("position").GetInt64(), rows[0].GetProperty("reason").GetString()));
        Assert.Equal([0xFF, 0x00, (byte)'a'], rows[0].GetProperty("bytes").GetBytesFromBase64());
        Assert.Equal("second", Encoding.UTF8.GetString(rows[1].GetProperty("bytes").GetBytesFromBase64()));
    }

    [Fact]
    public void A_disk_that_is_full_stops_the_job_rather_than_lose_a_row()
    {
        using DeadLetterFile file = new("/dev/full", failsJob: false, TimeProvider.System);
        ConnectorException full = Assert.Throws<ConnectorException>(() => file.Write(Letter("x"u8.ToArray())));
        Assert.Contains("'/dev/full' cannot be written: No space left on device", full.Message, StringComparison.Ordinal);
        Assert.Contains("The job stops rather than lose a row", full.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Count);
    }

    [Fact]
    public void A_folder_that_is_not_there_stops_the_job_and_names_the_file()
    {
        using DeadLetterFile file = new("/nowhere/letters.jsonl", failsJob: false, TimeProvider.System);
        Assert.Contains("'/nowhere/letters.jsonl'", Assert.Throws<ConnectorException>(() => file.Write(Letter([]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_line_that_an_earlier_run_left_does_not_spoil_the_next_one()
    {
        File.WriteAllText(Path, "{\"time\":\"2026");
        using (DeadLetterFile file = new(Path, failsJob: false, TimeProvider.System))
        {
            file.Write(Letter("x"u8.ToArray()));
        }

        string[] lines = File.ReadAllLines(Path);
        Assert.Equal("{\"time\":\"2026", lines[0]);
        Assert.Equal("it is broken", JsonDocument.Parse(lines[1]).RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public void Where_the_job_is_to_fail_the_first_row_fails_it()
    {
        using DeadLetterFile file = new(Path, failsJob: true, TimeProvider.System);
        Assert.Contains("Table 't', p-0 at 7: a row does not parse: it is broken", Assert.Throws<ConnectorException>(() => file.Write(Letter([]))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path));
    }

    private static DeadLetter Letter(byte[] bytes) => new("t", "p-0", 7, bytes, "it is broken");
}
