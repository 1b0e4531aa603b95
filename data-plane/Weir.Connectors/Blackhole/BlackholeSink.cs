using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Blackhole;

/// <summary>Takes all rows and keeps none.</summary>
internal sealed class BlackholeSink : TableSink
{
    public override SinkGuarantee Guarantee => SinkGuarantee.None;

    public override string GuaranteeReason => "rows go nowhere";

    public override ChangelogMode Accepts(ChangelogMode query) => query;

    public override void Open(SinkContext context)
    {
    }

    public override void Write(Batch batch)
    {
    }
}
