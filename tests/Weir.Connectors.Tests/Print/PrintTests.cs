using System.Text;
using Weir.Connectors.Print;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Print;

public sealed class PrintTests
{
    private static readonly (string Name, DataType Type)[] s_columns = [("a", DataType.Int), ("b", DataType.String), ("t", DataType.Timestamp(3))];

    [Theory]
    [InlineData("", 1, 0, "")]
    [InlineData("id", 1, 0, "id> ")]
    [InlineData("", 2, 1, "2> ")]
    [InlineData("id", 2, 0, "id:1> ")]
    public void A_line_begins_with_identifier_and_lane(string identifier, int lanes, int lane, string prefix)
    {
        MemoryStream output = new();
        TableSpec table = SourceReading.Table("print", s_columns, identifier.Length > 0 ? [("print-identifier", identifier)] : []);
        Write(table, new ConnectorServices { StandardOutput = output }, lane, lanes, (RowKind.Insert, [1, "x", 0L]), (RowKind.UpdateBefore, [1, null, 1500L]), (RowKind.UpdateAfter, [2, "é", null]), (RowKind.Delete, [null, "", 60_000L]));
        Assert.Equal(
            $"{prefix}+I[1, x, 1970-01-01T00:00]\n{prefix}-U[1, null, 1970-01-01T00:00:01.500]\n{prefix}+U[2, é, null]\n{prefix}-D[null, , 1970-01-01T00:01]\n",
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Standard_error_is_used_where_that_is_asked_for()
    {
        MemoryStream output = new();
        MemoryStream error = new();
        TableSpec table = SourceReading.Table("print", s_columns, ("standard-error", "true"));
        Write(table, new ConnectorServices { StandardOutput = output, StandardError = error }, 0, 1, (RowKind.Insert, [1, "x", 0L]));
        Assert.Equal(0, output.Length);
        Assert.NotEqual(0, error.Length);
    }

    [Fact]
    public void A_console_that_is_closed_stops_the_job()
    {
        using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        TableSpec table = SourceReading.Table("print", s_columns);
        Assert.Contains("the console cannot be written", Assert.Throws<ConnectorException>(() => Write(table, new ConnectorServices { StandardOutput = full }, 0, 1, (RowKind.Insert, [1, "x", 0L]))).Message, StringComparison.Ordinal);
    }

    private static void Write(TableSpec table, ConnectorServices services, int lane, int lanes, params (RowKind Kind, object?[] Row)[] rows)
    {
        using AutoResetEvent woken = new(false);
        using PrintSink sink = new(table, services);
        sink.Open(new SinkContext { Wake = () => woken.Set(), Lane = lane, LaneCount = lanes });
        SinkWriting.WriteAll(sink, woken, SinkWriting.Batch(table, rows));
    }
}
