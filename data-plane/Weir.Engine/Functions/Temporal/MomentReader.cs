using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Temporal;

/// <summary>Reads a DATE, TIME or timestamp of any precision as a moment, where the layouts are too many for a loop each.</summary>
internal readonly struct MomentReader(Column column, TypeRoot root)
{
    private readonly FixedColumn<long>? _ms = column as FixedColumn<long>;
    private readonly FixedColumn<int>? _int = column as FixedColumn<int>;
    private readonly FixedColumn<Int128>? _nanos = column as FixedColumn<Int128>;
    private readonly long _msOfInt = root == TypeRoot.Date ? Calendar.MsPerDay : 1;

    /// <summary>Milliseconds since 1970-01-01; a TIME is on that day.</summary>
    public long Ms(int row) => _ms is not null ? _ms[row] : _int is not null ? _int[row] * _msOfInt : Temporal.Nanos.ToMs(_nanos![row], out _);

    /// <summary>The same in nanoseconds.</summary>
    public Int128 Nanos(int row) => _nanos is not null ? _nanos[row] : (Int128)Ms(row) * Calendar.NanosPerMs;
}
