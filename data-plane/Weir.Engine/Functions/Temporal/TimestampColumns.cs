using System.Runtime.CompilerServices;
using Weir.Engine.Batches;

namespace Weir.Engine.Functions.Temporal;

/// <summary>A column read as moments: a struct type argument of the kernels, so that each layout gets its own loop.</summary>
internal interface IMomentColumn
{
    /// <summary>Whole milliseconds, rounded down.</summary>
    long Ms(int row);

    /// <summary>Nanoseconds beyond them, 0 to 999,999.</summary>
    int NanoOfMs(int row);
}

/// <summary>TIMESTAMP and TIMESTAMP_LTZ of at most 3 digits; INTERVAL DAY TO SECOND.</summary>
internal readonly struct MsColumn(Column column) : IMomentColumn
{
    private readonly FixedColumn<long> _column = (FixedColumn<long>)column;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Ms(int row) => _column[row];

    public int NanoOfMs(int row) => 0;
}

/// <summary>TIMESTAMP and TIMESTAMP_LTZ of more than 3 digits.</summary>
internal readonly struct NanosColumn(Column column) : IMomentColumn
{
    private readonly FixedColumn<Int128> _column = (FixedColumn<Int128>)column;

    public long Ms(int row) => Nanos.ToMs(_column[row], out _);

    public int NanoOfMs(int row)
    {
        Nanos.ToMs(_column[row], out int nano);
        return nano;
    }
}

/// <summary>DATE, as its midnight.</summary>
internal readonly struct DayColumn(Column column) : IMomentColumn
{
    private readonly FixedColumn<int> _column = (FixedColumn<int>)column;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Ms(int row) => _column[row] * Calendar.MsPerDay;

    public int NanoOfMs(int row) => 0;
}

/// <summary>TIME, as on 1970-01-01.</summary>
internal readonly struct TimeColumn(Column column) : IMomentColumn
{
    private readonly FixedColumn<int> _column = (FixedColumn<int>)column;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Ms(int row) => _column[row];

    public int NanoOfMs(int row) => 0;
}
