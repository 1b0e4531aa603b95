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
                for (int i = 0; i < values.Length; i++)
                {
                    into[count] = i;
                    count += values[i];
                }
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
}
