using System.Globalization;
using System.Text;
using Weir.Connectors.Options;
using Weir.Connectors.Writing;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Connectors.Print;

/// <summary>Writes each row as a line to the console, as Flink's print connector does: <c>identifier:lane> +I[a, b]</c>, the lane only where there are several.</summary>
internal sealed class PrintSink : TableSink
{
    private readonly TableSpec _table;
    private readonly string _identifier;
    private readonly Stream _stream;
    private readonly DataType[] _types;
    private readonly Utf8Writer _lines = new(16 << 10);
    private byte[] _prefix = [];
    private ChunkThread? _thread;

    public PrintSink(TableSpec table, ConnectorServices services)
    {
        OptionReader options = new(table);
        _table = table;
        _identifier = options.Text("print-identifier", string.Empty);
        _stream = options.Boolean("standard-error", false) ? services.StandardError : services.StandardOutput;
        _types = [.. table.Columns.Where(c => !c.IsVirtual).Select(c => c.Type)];
    }

    public override SinkGuarantee Guarantee => SinkGuarantee.AtLeastOnce;

    public override string GuaranteeReason => "a line may be printed again after a restart";

    public override bool CanWrite => _thread!.HasRoom;

    public override ChangelogMode Accepts(ChangelogMode query) => query;

    public override void Open(SinkContext context)
    {
        string prefix = _identifier;
        if (context.LaneCount > 1)
        {
            prefix += (prefix.Length > 0 ? ":" : string.Empty) + (context.Lane + 1).ToString(CultureInfo.InvariantCulture);
        }

        _prefix = Encoding.UTF8.GetBytes(prefix.Length > 0 ? prefix + "> " : string.Empty);
        _thread = new ChunkThread(new ConsoleTarget(_stream, _table.Name), "weir-print", null, context.Clock, context.Wake);
    }

    public override void Write(Batch batch)
    {
        _lines.Clear();
        foreach (int row in batch.Rows)
        {
            _lines.Write(_prefix);
            RowText.Write(_lines, batch, _types, row, TextStyle.Row, _table.SessionTimeZone);
            _lines.Write((byte)'\n');
        }

        if (_lines.Length > 0)
        {
            byte[] chunk = _thread!.Rent(_lines.Length);
            _lines.Written.CopyTo(chunk);
            _thread.Add(string.Empty, chunk, _lines.Length);
        }
    }

    public override bool Finish() => _thread!.Finish();

    public override void Dispose()
    {
        base.Dispose();
        ChunkThread? thread = _thread;
        _thread = null;
        thread?.Dispose();
    }
}
