using System.Diagnostics;

namespace Weir.Engine.Runtime;

/// <summary>
/// Tells which operator of a chain the time goes to: one at a time has it, and what it hands on to the next is the next one's. Read twice a batch and operator. Not thread-safe.
/// </summary>
internal sealed class OperatorClock(Operator[] operators)
{
    private const int Nobody = -1;

    private int _current = Nobody;
    private long _since;

    /// <summary>The time is this operator's from now on; answers whose it was.</summary>
    public int Enter(int place)
    {
        long now = Stopwatch.GetTimestamp();
        int before = _current;
        if (before != Nobody)
        {
            operators[before].Metrics.OwnTicks += now - _since;
        }

        _current = place;
        _since = now;
        return before;
    }
}
