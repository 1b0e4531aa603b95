using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Temporal;

/// <summary>
/// (a, b) OVERLAPS (c, d): whether two closed spans have a moment in common. The second of each pair is the other end or, if an interval, how long the span is; ends may be
/// given in any order. NULLs go by SQL's three-valued logic: two spans that cannot meet whatever a NULL end is do not overlap.
/// </summary>
public static class Overlaps
{
    /// <summary>The kernel for arguments of the types: a DATE, TIME or timestamp, then another or an interval, twice. NULLs are its own matter.</summary>
    public static ScalarKernel Kernel(DataType a, DataType b, DataType c, DataType d) => (arguments, result, rows, _) =>
    {
        FixedColumn<byte> values = (FixedColumn<byte>)result;
        Ends left = new(arguments[0], a, arguments[1], b);
        Ends right = new(arguments[2], c, arguments[3], d);
        foreach (int row in rows)
        {
            left.Read(row, out Int128? start0, out Int128? end0);
            right.Read(row, out Int128? start1, out Int128? end1);
            bool? first = end0 is null || start1 is null ? null : end0 >= start1;
            bool? second = end1 is null || start0 is null ? null : end1 >= start0;
            bool? overlap = first & second;
            if (overlap is { } known)
            {
                values[row] = known ? (byte)1 : (byte)0;
            }
            else
            {
                result.SetNull(row);
            }
        }
    };

    private readonly ref struct Ends(Column first, DataType firstType, Column second, DataType secondType)
    {
        private readonly MomentReader _first = new(first, firstType.Root);
        private readonly MomentReader _second = new(second, secondType.Root);

        public void Read(int row, out Int128? start, out Int128? end)
        {
            Int128? a = first.IsNull(row) ? null : _first.Nanos(row);
            Int128? b = second.IsNull(row) ? null : secondType.IsInterval ? a is { } from ? Plus(from, row) : null : _second.Nanos(row);
            (start, end) = a <= b ? (a, b) : (b, a);
        }

        private Int128 Plus(Int128 from, int row)
        {
            const long dayNanos = Calendar.MsPerDay * Calendar.NanosPerMs;
            if (secondType.Root == TypeRoot.IntervalYearMonth)
            {
                long ms = Nanos.ToMs(from, out int nanoOfMs);
                return firstType.Root == TypeRoot.Time ? from : Nanos.Of(Calendar.AddMonthsToMs(ms, ((FixedColumn<int>)second)[row]), nanoOfMs);
            }

            Int128 sum = from + _second.Nanos(row);
            return firstType.Root switch
            {
                TypeRoot.Time => (sum % dayNanos + dayNanos) % dayNanos,
                TypeRoot.Date => Nanos.Of(Calendar.DayOf(Nanos.ToMs(sum, out _)) * Calendar.MsPerDay, 0),
                _ => sum,
            };
        }
    }
}
