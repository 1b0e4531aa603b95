using System.Collections.Concurrent;
using System.Globalization;

namespace Weir.Engine.Functions.Regexes;

/// <summary>The sets behind <c>\p{…}</c> of java.util.regex.</summary>
internal static class UnicodeSets
{
    private static readonly Lazy<CodePointSet[]> s_categories = new(FindCategories);
    private static readonly ConcurrentDictionary<string, CodePointSet> s_tables = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> s_ascii = new(StringComparer.Ordinal)
    {
        ["ASCII"] = "0-7F",
        ["Alnum"] = "30-39 41-5A 61-7A",
        ["Alpha"] = "41-5A 61-7A",
        ["Blank"] = "9 20",
        ["Cntrl"] = "0-1F 7F",
        ["Digit"] = "30-39",
        ["Graph"] = "21-7E",
        ["Lower"] = "61-7A",
        ["Print"] = "20-7E",
        ["Punct"] = "21-2F 3A-40 5B-60 7B-7E",
        ["Space"] = "9-D 20",
        ["Upper"] = "41-5A",
        ["XDigit"] = "30-39 41-46 61-66",
    };

    private static readonly Dictionary<string, string> s_blocks = new(StringComparer.Ordinal)
    {
        ["BASICLATIN"] = "0-7F",
        ["LATIN1SUPPLEMENT"] = "80-FF",
        ["GREEK"] = "370-3FF",
        ["GREEKANDCOPTIC"] = "370-3FF",
        ["CYRILLIC"] = "400-4FF",
        ["HEBREW"] = "590-5FF",
        ["ARABIC"] = "600-6FF",
        ["THAI"] = "E00-E7F",
        ["HIRAGANA"] = "3040-309F",
        ["KATAKANA"] = "30A0-30FF",
        ["HANGULSYLLABLES"] = "AC00-D7AF",
        ["CJKUNIFIEDIDEOGRAPHS"] = "4E00-9FFF",
    };

    private static readonly string[] s_categoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    /// <summary>Letters and decimal digits of all scripts.</summary>
    public static CodePointSet LettersAndDigits { get; } = Categories(c => c is UnicodeCategory.DecimalDigitNumber or <= UnicodeCategory.OtherLetter);

    /// <summary>A general category.</summary>
    public static CodePointSet Category(UnicodeCategory category) => s_categories.Value[(int)category];

    /// <summary>The set of a name as it stands in the braces, or null if there is no such name here.</summary>
    public static CodePointSet? Find(string name, bool ignoreCase)
    {
        int equals = name.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
        {
            string value = name[(equals + 1)..];
            return name[..equals].ToUpperInvariant() switch
            {
                "SC" or "SCRIPT" => Script(value),
                "BLK" or "BLOCK" => Block(value),
                "GC" or "GENERAL_CATEGORY" => General(value, ignoreCase),
                _ => null,
            };
        }

        if (name.StartsWith("In", StringComparison.Ordinal))
        {
            return Block(name[2..]);
        }

        if (name.StartsWith("Is", StringComparison.Ordinal))
        {
            return Property(name[2..].ToUpperInvariant(), ignoreCase) ?? General(name[2..], ignoreCase) ?? Script(name[2..]);
        }

        return General(name, ignoreCase);
    }

    private static CodePointSet? Script(string name)
    {
        string upper = name.ToUpperInvariant();
        upper = UnicodeTables.ScriptCodes.GetValueOrDefault(upper, upper);
        return UnicodeTables.Scripts.TryGetValue(upper, out string? ranges) ? Table(ranges) : null;
    }

    private static CodePointSet? Block(string name)
    {
        string key = name.ToUpperInvariant().Replace(" ", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
        return s_blocks.TryGetValue(key, out string? ranges) ? Table(ranges) : null;
    }

    private static CodePointSet? Property(string name, bool ignoreCase) => name switch
    {
        "ALPHABETIC" => Alphabetic(),
        "LETTER" => Categories(c => c <= UnicodeCategory.OtherLetter),
        "IDEOGRAPHIC" => Table(UnicodeTables.Ideographic),
        "LOWERCASE" => ignoreCase ? Cased() : Lowercase(),
        "UPPERCASE" => ignoreCase ? Cased() : Uppercase(),
        "TITLECASE" => ignoreCase ? Cased() : Category(UnicodeCategory.TitlecaseLetter),
        "WHITE_SPACE" or "WHITESPACE" => Table("9-D 20 85 A0 1680 2000-200A 2028-2029 202F 205F 3000"),
        "CONTROL" => Category(UnicodeCategory.Control),
        "PUNCTUATION" => Categories(c => c is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation),
        "HEX_DIGIT" or "HEXDIGIT" => Category(UnicodeCategory.DecimalDigitNumber).Union(Table("30-39 41-46 61-66 FF10-FF19 FF21-FF26 FF41-FF46")),
        "ASSIGNED" => Category(UnicodeCategory.OtherNotAssigned).Complement(),
        "DIGIT" => Category(UnicodeCategory.DecimalDigitNumber),
        "ALNUM" => Alphabetic().Union(Category(UnicodeCategory.DecimalDigitNumber)),
        "JOIN_CONTROL" or "JOINCONTROL" => Table("200C-200D"),
        _ => null,
    };

    private static CodePointSet Alphabetic() => Categories(c => c is <= UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber).Union(Table(UnicodeTables.OtherAlphabetic));

    private static CodePointSet Lowercase() => Category(UnicodeCategory.LowercaseLetter).Union(Table(UnicodeTables.OtherLowercase));

    private static CodePointSet Uppercase() => Category(UnicodeCategory.UppercaseLetter).Union(Table(UnicodeTables.OtherUppercase));

    private static CodePointSet Cased() => Lowercase().Union(Uppercase()).Union(Category(UnicodeCategory.TitlecaseLetter));

    private static CodePointSet? General(string name, bool ignoreCase)
    {
        if (s_ascii.TryGetValue(name, out string? ranges))
        {
            return Table(ignoreCase && name is "Lower" or "Upper" ? s_ascii["Alpha"] : ranges);
        }

        if (ignoreCase && name is "Lu" or "Ll" or "Lt")
        {
            name = "LC";
        }

        int category = Array.IndexOf(s_categoryNames, name);
        if (category >= 0)
        {
            return Category((UnicodeCategory)category);
        }

        return name switch
        {
            "L" or "M" or "N" or "Z" or "C" or "P" or "S" => Categories(c => s_categoryNames[(int)c][0] == name[0]),
            "LC" => Categories(c => c <= UnicodeCategory.TitlecaseLetter),
            "LD" => LettersAndDigits,
            "L1" => CodePointSet.Of(0, 0xFF),
            "all" => CodePointSet.All,
            "javaLowerCase" => ignoreCase ? Cased() : Lowercase(),
            "javaUpperCase" => ignoreCase ? Cased() : Uppercase(),
            "javaTitleCase" => ignoreCase ? Cased() : Category(UnicodeCategory.TitlecaseLetter),
            "javaAlphabetic" => Alphabetic(),
            "javaIdeographic" => Table(UnicodeTables.Ideographic),
            "javaDigit" => Category(UnicodeCategory.DecimalDigitNumber),
            "javaLetter" => Categories(c => c <= UnicodeCategory.OtherLetter),
            "javaLetterOrDigit" => LettersAndDigits,
            "javaDefined" => Category(UnicodeCategory.OtherNotAssigned).Complement(),
            "javaISOControl" => Table("0-1F 7F-9F"),
            "javaSpaceChar" => Categories(c => c is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator),
            "javaWhitespace" => Table("9-D 1C-20 1680 2000-2006 2008-200A 2028-2029 205F 3000"),
            _ => null,
        };
    }

    private static CodePointSet Table(string ranges) => s_tables.GetOrAdd(ranges, CodePointSet.Parse);

    private static CodePointSet Categories(Func<UnicodeCategory, bool> include)
    {
        List<(int First, int Last)> ranges = [];
        for (int c = 0; c < s_categoryNames.Length; c++)
        {
            if (include((UnicodeCategory)c))
            {
                ranges.AddRange(s_categories.Value[c].Ranges);
            }
        }

        return CodePointSet.From(ranges);
    }

    private static CodePointSet[] FindCategories()
    {
        List<(int First, int Last)>[] ranges = [.. s_categoryNames.Select(_ => new List<(int First, int Last)>())];
        for (int start = 0; start <= CodePointSet.Max;)
        {
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(start);
            int end = start + 1;
            while (end <= CodePointSet.Max && CharUnicodeInfo.GetUnicodeCategory(end) == category)
            {
                end++;
            }

            ranges[(int)category].Add((start, end - 1));
            start = end;
        }

        return [.. ranges.Select(CodePointSet.From)];
    }
}
