using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>Which ends a trim takes from.</summary>
[Flags]
public enum TrimEnds
{
    /// <summary>LEADING, LTRIM.</summary>
    Leading = 1,

    /// <summary>TRAILING, RTRIM.</summary>
    Trailing = 2,

    /// <summary>BOTH, BTRIM.</summary>
    Both = 3,
}

/// <summary>TRIM, LTRIM, RTRIM and BTRIM: take code points away that are in a set, or spaces.</summary>
public static class StringTrim
{
    /// <summary>A kernel that trims; the set is the argument at <paramref name="set"/>, or spaces when that is negative.</summary>
    public static ScalarKernel Trim(TrimEnds ends, int text, int set) => (arguments, result, rows, _) =>
    {
        BytesColumn texts = (BytesColumn)arguments[text];
        BytesColumn? sets = set < 0 ? null : (BytesColumn)arguments[set];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = texts[row];
            ReadOnlySpan<byte> taken = sets is null ? " "u8 : sets[row];
            if ((ends & TrimEnds.Leading) != 0)
            {
                value = Leading(value, taken);
            }

            if ((ends & TrimEnds.Trailing) != 0)
            {
                value = Trailing(value, taken);
            }

            target.Set(row, value);
        }
    };

    private static ReadOnlySpan<byte> Leading(ReadOnlySpan<byte> text, ReadOnlySpan<byte> set)
    {
        if (set.Length == 1)
        {
            return text.TrimStart(set[0]);
        }

        while (!text.IsEmpty)
        {
            int length = CodePoints.LengthAt(text, 0);
            if (set.IndexOf(text[..length]) < 0)
            {
                break;
            }

            text = text[length..];
        }

        return text;
    }

    private static ReadOnlySpan<byte> Trailing(ReadOnlySpan<byte> text, ReadOnlySpan<byte> set)
    {
        if (set.Length == 1)
        {
            return text.TrimEnd(set[0]);
        }

        while (!text.IsEmpty)
        {
            int start = CodePoints.StartBefore(text, text.Length);
            if (set.IndexOf(text[start..]) < 0)
            {
                break;
            }

            text = text[..start];
        }

        return text;
    }
}
