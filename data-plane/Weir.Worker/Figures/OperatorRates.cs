using Weir.Engine.Runtime;

namespace Weir.Worker.Figures;

/// <summary>The figures of an operator with what they grew by in a second. Times are those of its chain, told by the operator that heads it; null for the others.</summary>
internal sealed record OperatorRates(OperatorFigures Figures, double RowsInPerSecond, double RowsOutPerSecond, double? BusyMsPerSecond, double? BackpressuredMsPerSecond)
{
    /// <summary>What is left of a second.</summary>
    public double? IdleMsPerSecond => BusyMsPerSecond is { } busy ? Math.Max(0, 1000 - busy - BackpressuredMsPerSecond!.Value) : null;
}
