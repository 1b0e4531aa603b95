using System.Numerics;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Data;

/// <summary>
/// The sum by which results are compared, and which makes both sides read every value that comes out; whatever the rows' order. To it go
/// <list type="bullet">
/// <item>each column's values (of a text its bytes, each plus one, of a NULL a constant), times a factor of the column's own;</item>
/// <item>where rows are results of groups, each row's first number times its second, so that a count belongs to its key;</item>
/// <item>for changelogs each row's kind, and that product once more for each step of the kind.</item>
/// </list>
/// Sums wrap.
/// </summary>
internal struct Checksum(int columns)
{
    /// <summary>What a NULL counts.</summary>
    public const long Null = 7919;

    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    /// <summary>The sum of each column; of a wide decimal the low halves.</summary>
    public readonly long[] Columns = new long[columns];

    /// <summary>The sum of the high halves of wide decimals.</summary>
    public long High;

    /// <summary>The sum of first number times second.</summary>
    public long Ties;

    /// <summary>The sum of the kinds, +I as 1.</summary>
    public long Kinds;

    /// <summary>How many rows.</summary>
    public long Rows;

    /// <summary>The whole.</summary>
    public readonly long Total
    {
        get
        {
            ulong total = ((ulong)Rows * Factor) + ((ulong)Kinds * 31) + (ulong)Ties + ((ulong)High * 37);
            for (int c = 0; c < Columns.Length; c++)
            {
                total += (ulong)Columns[c] * ((Factor * (ulong)(c + 1)) | 1);
            }

            return (long)total;
        }
    }

    /// <summary>Adds all values of a column of texts.</summary>
    public readonly void AddTexts(int column, BytesColumn texts, Selection rows) => Columns[column] += TextSum.Of(texts, rows);

    /// <summary>Adds all values of a column of numbers.</summary>
    public readonly void AddNumbers(int column, ReadOnlySpan<long> values) => Columns[column] += Sum(values);

    /// <summary>The sum of numbers.</summary>
    public static long Sum(ReadOnlySpan<long> values)
    {
        Vector<long> first = default;
        Vector<long> second = default;
        int i = 0;
        for (; i <= values.Length - (2 * Vector<long>.Count); i += 2 * Vector<long>.Count)
        {
            first += new Vector<long>(values[i..]);
            second += new Vector<long>(values[(i + Vector<long>.Count)..]);
        }

        long sum = Vector.Sum(first + second);
        for (; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }
}
