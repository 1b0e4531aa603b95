using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Parsing;

/// <summary>The form and range of the text in DATE, TIME and TIMESTAMP literals.</summary>
internal static partial class DateTimeText
{
    public static string Form(DateTimeLiteralKind kind) => kind switch
    {
        DateTimeLiteralKind.Date => "yyyy-MM-dd",
        DateTimeLiteralKind.Time => "HH:mm:ss[.fff]",
        _ => "yyyy-MM-dd HH:mm:ss[.fff]",
    };

    public static bool IsValid(DateTimeLiteralKind kind, string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return kind switch
        {
            DateTimeLiteralKind.Date => IsDate(text),
            DateTimeLiteralKind.Time => IsTime(text),
            _ => blank < 0 ? IsDate(text) : IsDate(text[..blank]) && IsTime(text[(blank + 1)..]),
        };
    }

    private static bool IsDate(string text)
    {
        var match = DatePattern().Match(text);
        if (!match.Success) return false;
        var (year, month, day) = (Field(match, 1), Field(match, 2), Field(match, 3));
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static bool IsTime(string text)
    {
        var match = TimePattern().Match(text);
        return match.Success && Field(match, 1) <= 23 && Field(match, 2) <= 59 && Field(match, 3) <= 59;
    }

    private static int Field(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9]{1,4})-([0-9]{1,2})-([0-9]{1,2})\z")]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"^([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(\.[0-9]*)?\z")]
    private static partial Regex TimePattern();
}
