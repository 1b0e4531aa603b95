using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Benchmarks.States;

/// <summary>Takes rows and counts them.</summary>
internal sealed class DiscardSink : TableSink
{
    private long _rows;

    /// <summary>How many rows have come; read by anyone.</summary>
    public long Rows => Volatile.Read(ref _rows);

    public override SinkGuarantee Guarantee => SinkGuarantee.None;

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.All;

    public override void Open(SinkContext context)
    {
    }

    public override void Write(Batch batch) => Volatile.Write(ref _rows, _rows + batch.SelectedCount);
}
