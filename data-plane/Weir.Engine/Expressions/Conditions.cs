using System.Numerics;
using System.Runtime.Intrinsics;
using Weir.Engine.Batches;

namespace Weir.Engine.Expressions;

/// <summary>From a column of BOOLEAN to the rows for which it is TRUE.</summary>
public static class Conditions
{
    /// <summary>Writes the rows for which the condition is TRUE (not FALSE, not NULL), and returns how many; without a branch per row.</summary>
    public static int Collect(FixedColumn<byte> condition, Selection rows, Span<int> into)
    {
        ReadOnlySpan<byte> values = condition.Values;
        int count = 0;
        if (rows.IsDense)
        {
            values = values[..rows.Count];
            if (condition.HasNulls)
            {
                ReadOnlySpan<byte> valid = condition.Valid[..rows.Count];
                for (int i = 0; i < values.Length; i++)
                {
                    into[count] = i;
                    count += values[i] & valid[i];
                }
            }
            else
            {
                count = Collect(values, into);
            }

            return count;
        }

        foreach (int row in rows)
        {
            into[count] = row;
            count += condition.IsNull(row) ? 0 : values[row];
        }

        return count;
    }

    /// <summary>A vector of rows at a time: where few of them hold, those are taken one by one; where many do, all are gone through, still without a branch.</summary>
    private static int Collect(ReadOnlySpan<byte> values, Span<int> into)
    {
        const int Few = 4;
        int count = 0;
        int i = 0;
        for (; i <= values.Length - Vector512<byte>.Count; i += Vector512<byte>.Count)
        {
            ulong holds = ~Vector512.Equals(Vector512.Create(values[i..]), Vector512<byte>.Zero).ExtractMostSignificantBits();
            if (BitOperations.PopCount(holds) <= Few)
            {
                for (; holds != 0; holds &= holds - 1)
                {
                    into[count++] = i + BitOperations.TrailingZeroCount(holds);
                }

                continue;
            }

            for (int row = i; row < i + Vector512<byte>.Count; row++)
            {
                into[count] = row;
                count += values[row];
            }
        }

        for (; i < values.Length; i++)
        {
            into[count] = i;
            count += values[i];
        }

        return count;
    }
}
