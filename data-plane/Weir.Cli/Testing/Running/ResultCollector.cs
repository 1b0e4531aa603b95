using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Cli.Testing.Running;

/// <summary>Takes the one value of an expression's query as text: as CAST to STRING gives it; binary strings as <c>0x…</c>.</summary>
internal sealed class ResultCollector(DataType type, TimeZoneInfo zone) : TableSink
{
    public string? Value { get; private set; }

    public override SinkGuarantee Guarantee => SinkGuarantee.None;

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.All;

    public override void Open(SinkContext context)
    {
    }

    public override void Write(Batch batch)
    {
        foreach (int row in batch.Rows)
        {
            Column column = batch.Columns[0];
            if (column.IsNull(row))
            {
                Value = null;
            }
            else if (type.IsBinaryString)
            {
                Value = "0x" + Convert.ToHexStringLower(((BytesColumn)column)[row]);
            }
            else
            {
                Utf8Writer text = new();
                ValueText.Write(text, column, type, row, TextStyle.Sql, zone);
                Value = Encoding.UTF8.GetString(text.Written);
            }
        }
    }
}
