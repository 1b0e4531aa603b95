using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Parsing;

/// <summary>The text in INTERVAL literals.</summary>
internal static class IntervalText
{
    private const int DefaultLeadingPrecision = 2;
    private const int DefaultFractionalPrecision = 6;

    private static readonly TimeUnit[] DayTimeUnits = [TimeUnit.Day, TimeUnit.Hour, TimeUnit.Minute, TimeUnit.Second];

    /// <summary>An example of what the qualifier takes.</summary>
    public static string Form(IntervalQualifier qualifier) => (qualifier.Start, qualifier.End) switch
    {
        (TimeUnit.Year, TimeUnit.Month) => "write INTERVAL '1-2' YEAR TO MONTH",
        (TimeUnit.Day, TimeUnit.Hour) => "write INTERVAL '1 2' DAY TO HOUR",
        (TimeUnit.Day, TimeUnit.Minute) => "write INTERVAL '1 2:03' DAY TO MINUTE",
        (TimeUnit.Day, TimeUnit.Second) => "write INTERVAL '1 2:03:04' DAY TO SECOND",
        (TimeUnit.Hour, TimeUnit.Minute) => "write INTERVAL '1:02' HOUR TO MINUTE",
        (TimeUnit.Hour, TimeUnit.Second) => "write INTERVAL '1:02:03' HOUR TO SECOND",
        (TimeUnit.Minute, TimeUnit.Second) => "write INTERVAL '1:02' MINUTE TO SECOND",
        var (unit, _) => $"write INTERVAL '10' {unit.ToString().ToUpperInvariant()}, or with a precision for longer numbers: INTERVAL '1000' {unit.ToString().ToUpperInvariant()}(4)",
    };

    /// <param name="value">Months, or milliseconds (what is finer is cut off).</param>
    public static bool TryParse(string text, IntervalQualifier qualifier, out long value, out string problem)
    {
        value = 0;
        problem = $"'{text}' does not fit the interval's unit";
        var match = Regex.Match(text.Trim(), Pattern(qualifier), RegexOptions.CultureInvariant);
        if (!match.Success) return false;

        var units = Units(qualifier);
        try
        {
            for (var i = 0; i < units.Length; i++)
            {
                var digits = match.Groups[i + 2].Value;
                var field = long.Parse(digits, CultureInfo.InvariantCulture);
                var name = units[i].ToString().ToUpperInvariant();
                if (i == 0 && field >= PowerOfTen(qualifier.StartPrecision ?? DefaultLeadingPrecision))
                {
                    problem = $"the number {digits} has more digits than {name}({qualifier.StartPrecision ?? DefaultLeadingPrecision}) takes";
                    return false;
                }

                if (i > 0 && field > Largest(units[i]))
                {
                    problem = $"{digits} is no {name} within a larger unit: at most {Largest(units[i])}";
                    return false;
                }

                value = checked(value + field * Size(units[i]));
            }

            var fraction = match.Groups["fraction"].Value;
            if (fraction.Length > (qualifier.FractionalPrecision ?? DefaultFractionalPrecision))
            {
                problem = $"the fraction .{fraction} has more digits than the {qualifier.FractionalPrecision ?? DefaultFractionalPrecision} of the interval's seconds";
                return false;
            }

            if (fraction.Length > 0) value = checked(value + int.Parse(fraction.PadRight(3, '0').AsSpan(0, 3), CultureInfo.InvariantCulture));
        }
        catch (OverflowException)
        {
            problem = $"the interval '{text}' is out of range";
            return false;
        }

        if (match.Groups[1].Value == "-") value = -value;
        return true;
    }

    private static string Pattern(IntervalQualifier qualifier)
    {
        var units = Units(qualifier);
        var pattern = new StringBuilder("^([+-]?)");
        for (var i = 0; i < units.Length; i++)
        {
            if (i > 0) pattern.Append(units[i] switch { TimeUnit.Month => "-", TimeUnit.Hour => " ", _ => ":" });
            pattern.Append(i == 0 ? "([0-9]+)" : "([0-9]{1,2})");
            if (units[i] == TimeUnit.Second) pattern.Append(@"(?:\.(?<fraction>[0-9]+))?");
        }

        return pattern.Append(@"\z").ToString();
    }

    private static TimeUnit[] Units(IntervalQualifier qualifier)
    {
        if (qualifier.End is not { } end) return [qualifier.Start];
        if (qualifier.Start == TimeUnit.Year) return [TimeUnit.Year, TimeUnit.Month];
        return [.. DayTimeUnits.Where(u => u >= qualifier.Start && u <= end)];
    }

    private static long Size(TimeUnit unit) => unit switch
    {
        TimeUnit.Year => 12,
        TimeUnit.Quarter => 3,
        TimeUnit.Month => 1,
        TimeUnit.Week => 7 * 86_400_000L,
        TimeUnit.Day => 86_400_000L,
        TimeUnit.Hour => 3_600_000L,
        TimeUnit.Minute => 60_000L,
        _ => 1000L,
    };

    private static long Largest(TimeUnit unit) => unit switch
    {
        TimeUnit.Month => 11,
        TimeUnit.Hour => 23,
        _ => 59,
    };

    private static long PowerOfTen(int digits)
    {
        var power = 1L;
        while (digits-- > 0) power *= 10;
        return power;
    }
}
