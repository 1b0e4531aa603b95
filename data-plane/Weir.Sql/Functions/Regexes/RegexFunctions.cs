using Weir.Engine.Expressions;
using Weir.Engine.Functions.Regexes;
using Weir.Engine.Types;
using Weir.Sql.Functions.Strings;

namespace Weir.Sql.Functions.Regexes;

/// <summary>The functions of Flink's documentation that take Java's regular expressions. A constant pattern that can't be matched here is refused when the call is resolved.</summary>
internal static class RegexFunctions
{
    /// <summary>Adds them.</summary>
    public static void AddTo(FunctionRegistry registry)
    {
        Parameter[] textAndPattern = [Parameter.String, Parameter.String];
        Parameter[] withGroup = [Parameter.String, Parameter.String, Parameter.BigInt];
        Add(registry, "REGEXP", "REGEXP(text STRING, pattern STRING)", "Whether a part of the text matches a regular expression; FALSE for an empty one.", call =>
            TextCall.Resolve(TextCall.MatchTyped(call, textAndPattern), DataType.Boolean.WithNullable(call.AnyNullable), () => RegexMatching.Matches()));
        Add(registry, "REGEXP_COUNT", "REGEXP_COUNT(text STRING, pattern STRING)", "How often a regular expression matches; NULL if it is none.", call =>
            TextCall.Resolve(Signature.Match(call, textAndPattern), DataType.Int, () => RegexMatching.Count()));
        Add(registry, "REGEXP_INSTR", "REGEXP_INSTR(text STRING, pattern STRING)", "Where a regular expression first matches, from 1; 0 if it does not, NULL if it is none.", call =>
            TextCall.Resolve(Signature.Match(call, textAndPattern), DataType.Int, () => RegexMatching.Position()));
        Add(registry, "REGEXP_SUBSTR", "REGEXP_SUBSTR(text STRING, pattern STRING)", "The first part that a regular expression matches; NULL if there is none.", call =>
            TextCall.Resolve(Signature.Match(call, textAndPattern), DataType.String, () => RegexMatching.Substring()));
        Add(registry, "REGEXP_EXTRACT", "REGEXP_EXTRACT(text STRING, pattern STRING [, group INTEGER NUMERIC])", "What a group (all, if none is given) of the first match of a regular expression matched; NULL if there is none.", call =>
            TextCall.Resolve(TextCall.MatchTyped(call, withGroup, optional: 1), DataType.String, () => RegexExtract.First()));
        Add(registry, "REGEXP_EXTRACT_ALL", "REGEXP_EXTRACT_ALL(text STRING, pattern STRING [, group INTEGER NUMERIC])", "What a group (the first, if none is given) of each match of a regular expression matched, as an array; NULL if there is no such group.", call =>
            TextCall.Resolve(Signature.Match(call, withGroup, optional: 1), DataType.Array(DataType.String), () => RegexExtract.All()));
        Add(registry, "REGEXP_REPLACE", "REGEXP_REPLACE(text STRING, pattern STRING, replacement STRING)", "The text with another, taken as it stands, put for all that a regular expression matches; NULL if it is none.", call =>
            TextCall.Resolve(TextCall.MatchTyped(call, [Parameter.String, Parameter.String, Parameter.String]), DataType.String.WithNullable(call.AnyNullable), () => RegexReplace.Create()));
        Add(registry, "STR_TO_MAP", "STR_TO_MAP(text STRING [, entryDelimiter STRING, keyDelimiter STRING])", "The entries of a text, as a map; the delimiters are regular expressions, a comma and an equals sign if none are given.", call =>
            call.Count == 2 ? null : TextCall.Resolve(TextCall.MatchTyped(call, [Parameter.String, Parameter.String, Parameter.String], optional: 2), DataType.Map(DataType.String, DataType.String), StringToMap.Create));
    }

    private static void Add(FunctionRegistry registry, string name, string usage, string summary, Func<FunctionCall, ResolvedFunction?> resolve) => registry.Add(new FunctionDefinition
    {
        Family = "String",
        Name = name,
        Usage = [usage],
        Summary = summary,
        Resolve = call =>
        {
            ResolvedFunction? resolved = resolve(call);
            if (resolved is not null)
            {
                Check(call, 1);
                if (name == "STR_TO_MAP")
                {
                    Check(call, 2);
                }
            }

            return resolved;
        },
    });

    private static void Check(FunctionCall call, int argument)
    {
        if (!call.TryGetLiteral(argument, out string pattern))
        {
            return;
        }

        try
        {
            JavaRegex.Parse(pattern);
        }
        catch (UnsupportedPatternException e)
        {
            throw new FunctionCallException($"The regular expression '{pattern}' is not supported. {e.Message}", argument);
        }
        catch (JavaPatternException)
        {
            // Flink's functions answer NULL or FALSE for it, row by row (STR_TO_MAP fails when it gets a row).
        }
    }
}
