using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal.Patterns;

namespace Weir.Engine.Functions.Temporal;

/// <summary>TO_DATE. NULL for a text that is no date.</summary>
public static class ParseDate
{
    /// <summary>TO_DATE(STRING): year, month and day between hyphens, month and day may be missing, anything after a blank is ignored.</summary>
    public static ScalarKernel Default() => (arguments, result, rows, _) =>
    {
        BytesColumn texts = (BytesColumn)arguments[0];
        FixedColumn<int> values = (FixedColumn<int>)result;
        foreach (int row in rows)
        {
            if (TryRead(texts[row], out int days))
            {
                values[row] = days;
            }
            else
            {
                result.SetNull(row);
            }
        }
    };

    /// <summary>TO_DATE(STRING, pattern) by SimpleDateFormat's rules.</summary>
    /// <exception cref="PatternException">The constant pattern cannot be used.</exception>
    public static ScalarKernel ByPattern(string? pattern)
    {
        Compiled<SimpleDateReader> readers = new(SimpleDateReader.Create, pattern);
        ZoneRules utc = new(TimeZoneInfo.Utc);
        return (arguments, result, rows, context) =>
        {
            long century = UnixTime.CenturyStartMs(context);
            BytesColumn texts = (BytesColumn)arguments[0];
            BytesColumn patterns = (BytesColumn)arguments[1];
            FixedColumn<int> values = (FixedColumn<int>)result;
            foreach (int row in rows)
            {
                if (readers.Get(patterns[row]).TryRead(texts[row], utc, century, out long ms) && Calendar.DayOf(ms) is >= int.MinValue and <= int.MaxValue and long days)
                {
                    values[row] = (int)days;
                }
                else
                {
                    result.SetNull(row);
                }
            }
        };
    }

    /// <summary>Reads a date as Flink's CAST and TO_DATE do: years 0 to 9999, blanks around each number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        int blank = text.IndexOf((byte)' ');
        text = blank > 0 ? text[..blank] : text;
        int month = 1;
        int day = 1;
        int hyphen = text.IndexOf((byte)'-');
        if (!TryNumber(hyphen < 0 ? text : text[..hyphen], out int year))
        {
            return false;
        }

        if (hyphen >= 0)
        {
            text = text[(hyphen + 1)..];
            hyphen = text.IndexOf((byte)'-');
            if (!TryNumber(hyphen < 0 ? text : text[..hyphen], out month) || (hyphen >= 0 && !TryNumber(text[(hyphen + 1)..], out day)))
            {
                return false;
            }
        }

        if (month is < 1 or > 12 || day < 1 || day > Calendar.DaysInMonth(year, month))
        {
            return false;
        }

        days = (int)Calendar.ToDays(year, month, day);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        text = text.Trim((byte)' ');
        foreach (byte b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + b - '0';
            if (value > 9999)
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}
