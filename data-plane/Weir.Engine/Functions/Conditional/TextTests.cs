using System.Globalization;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Conditional;

/// <summary>IS_ALPHA, IS_DIGIT and IS_DECIMAL of text: FALSE for NULL and for empty text. Source: Flink's SqlFunctionUtils over Apache Commons and java.lang.Double.</summary>
public static class TextTests
{
    /// <summary>Whether all characters are letters.</summary>
    public static ScalarKernel IsAlpha { get; } = (arguments, result, rows, _) => All((BytesColumn)arguments[0], ((FixedColumn<byte>)result).Values, rows, Rune.IsLetter);

    /// <summary>Whether all characters are decimal digits of some script.</summary>
    public static ScalarKernel IsDigit { get; } =
        (arguments, result, rows, _) => All((BytesColumn)arguments[0], ((FixedColumn<byte>)result).Values, rows, r => Rune.GetUnicodeCategory(r) == UnicodeCategory.DecimalDigitNumber);

    /// <summary>Whether the text is a number as Java writes them.</summary>
    public static ScalarKernel IsDecimal { get; } = (arguments, result, rows, _) =>
    {
        BytesColumn text = (BytesColumn)arguments[0];
        Span<byte> to = ((FixedColumn<byte>)result).Values;
        foreach (int row in rows)
        {
            to[row] = !text.IsNull(row) && IsNumber(text[row]) ? (byte)1 : (byte)0;
        }
    };

    /// <summary>The same answer for all rows: numbers are known by their type.</summary>
    public static ScalarKernel Always(bool answer) => (_, result, rows, _) => ((FixedColumn<byte>)result).Values[..rows.Extent].Fill(answer ? (byte)1 : (byte)0);

    private static void All(BytesColumn text, Span<byte> to, Selection rows, Func<Rune, bool> test)
    {
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> rest = text[row];
            bool all = !text.IsNull(row) && !rest.IsEmpty;
            while (all && !rest.IsEmpty)
            {
                // Java looks at UTF-16 units, so that what lies beyond the first 65,536 characters is neither letter nor digit.
                all = Rune.DecodeFromUtf8(rest, out Rune rune, out int length) == System.Buffers.OperationStatus.Done && rune.IsBmp && test(rune);
                rest = rest[length..];
            }

            to[row] = all ? (byte)1 : (byte)0;
        }
    }

    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && text[0] <= ' ')
        {
            text = text[1..];
        }

        while (!text.IsEmpty && text[^1] <= ' ')
        {
            text = text[..^1];
        }

        if (!text.IsEmpty && (text[0] is (byte)'+' or (byte)'-'))
        {
            text = text[1..];
        }

        if (text.SequenceEqual("NaN"u8) || text.SequenceEqual("Infinity"u8))
        {
            return true;
        }

        if (text.StartsWith("0x"u8) || text.StartsWith("0X"u8))
        {
            return IsHexadecimal(text[2..]);
        }

        int digits = Digits(ref text, false);
        if (!text.IsEmpty && text[0] == '.')
        {
            text = text[1..];
            digits += Digits(ref text, false);
        }

        return digits > 0 && IsTail(text, (byte)'e', false);
    }

    // A hexadecimal floating-point number must have an exponent of two.
    private static bool IsHexadecimal(ReadOnlySpan<byte> text)
    {
        int digits = Digits(ref text, true);
        if (!text.IsEmpty && text[0] == '.')
        {
            text = text[1..];
            digits += Digits(ref text, true);
        }

        return digits > 0 && IsTail(text, (byte)'p', true);
    }

    private static bool IsTail(ReadOnlySpan<byte> text, byte exponent, bool required)
    {
        if (!text.IsEmpty && (text[0] | 0x20) == exponent)
        {
            text = text[1..];
            text = !text.IsEmpty && (text[0] is (byte)'+' or (byte)'-') ? text[1..] : text;
            if (Digits(ref text, false) == 0)
            {
                return false;
            }
        }
        else if (required)
        {
            return false;
        }

        return text.IsEmpty || (text.Length == 1 && (text[0] | 0x20) is ('d' or 'f'));
    }

    private static int Digits(ref ReadOnlySpan<byte> text, bool hexadecimal)
    {
        int count = 0;
        while (count < text.Length && (hexadecimal ? char.IsAsciiHexDigit((char)text[count]) : char.IsAsciiDigit((char)text[count])))
        {
            count++;
        }

        text = text[count..];
        return count;
    }
}
