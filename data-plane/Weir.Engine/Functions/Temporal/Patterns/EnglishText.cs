using System.Text;

namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>The words of dates in English (United States), Flink's default locale.</summary>
internal static class EnglishText
{
    private static readonly byte[][] s_months = Words("January February March April May June July August September October November December");
    private static readonly byte[][] s_shortMonths = Words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");
    private static readonly byte[][] s_narrowMonths = Words("J F M A M J J A S O N D");
    private static readonly byte[][] s_days = Words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday");
    private static readonly byte[][] s_shortDays = Words("Mon Tue Wed Thu Fri Sat Sun");
    private static readonly byte[][] s_narrowDays = Words("M T W T F S S");
    private static readonly byte[][] s_eras = [[.. "Before Christ"u8], [.. "Anno Domini"u8]];
    private static readonly byte[][] s_shortEras = Words("BC AD");
    private static readonly byte[][] s_narrowEras = Words("B A");
    private static readonly byte[][] s_quarters = [[.. "1st quarter"u8], [.. "2nd quarter"u8], [.. "3rd quarter"u8], [.. "4th quarter"u8]];
    private static readonly byte[][] s_shortQuarters = Words("Q1 Q2 Q3 Q4");
    private static readonly byte[][] s_narrowQuarters = Words("1 2 3 4");
    private static readonly byte[][] s_amPm = Words("AM PM");

    /// <summary>The words for a field's values, beginning with the value <see cref="First"/> gives.</summary>
    public static byte[][] Of(PatternField field, TextForm form) => (field, form) switch
    {
        (PatternField.Month, TextForm.Full) => s_months,
        (PatternField.Month, TextForm.Narrow) => s_narrowMonths,
        (PatternField.Month, _) => s_shortMonths,
        (PatternField.DayOfWeek, TextForm.Full) => s_days,
        (PatternField.DayOfWeek, TextForm.Narrow) => s_narrowDays,
        (PatternField.DayOfWeek, _) => s_shortDays,
        (PatternField.Era, TextForm.Full) => s_eras,
        (PatternField.Era, TextForm.Narrow) => s_narrowEras,
        (PatternField.Era, _) => s_shortEras,
        (PatternField.Quarter, TextForm.Full) => s_quarters,
        (PatternField.Quarter, TextForm.Narrow) => s_narrowQuarters,
        (PatternField.Quarter, _) => s_shortQuarters,
        _ => s_amPm,
    };

    /// <summary>The value of the first word.</summary>
    public static int First(PatternField field) => field is PatternField.Era or PatternField.AmPm ? 0 : 1;

    /// <summary>The position of the longest of the words that the text begins with (of equal ones the last: java.time reads the month J as July), or -1.</summary>
    public static int Match(ReadOnlySpan<byte> text, byte[][] words, bool ignoreCase)
    {
        int best = -1;
        for (int i = 0; i < words.Length; i++)
        {
            byte[] word = words[i];
            if (text.Length >= word.Length && (best < 0 || word.Length >= words[best].Length)
                && (ignoreCase ? Ascii.EqualsIgnoreCase(text[..word.Length], word) : text.StartsWith(word)))
            {
                best = i;
            }
        }

        return best;
    }

    private static byte[][] Words(string words) => [.. words.Split(' ').Select(Encoding.UTF8.GetBytes)];
}
