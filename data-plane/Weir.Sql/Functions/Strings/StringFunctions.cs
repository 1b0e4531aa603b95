using Weir.Engine.Expressions;
using Weir.Engine.Functions.Strings;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Strings;

/// <summary>The functions that Flink's documentation lists under "String functions", but for those of regular expressions.</summary>
internal static partial class StringFunctions
{
    private const string Family = "String";

    /// <summary>Adds them.</summary>
    public static void AddTo(FunctionRegistry registry)
    {
        AddCase(registry);
        AddConcatenation(registry);
        AddSearch(registry);
        AddTrim(registry);
        AddSlices(registry);
        AddBuilding(registry);
        AddCoding(registry);
    }

    private static void Add(
        FunctionRegistry registry, string name, string usage, string summary, Func<FunctionCall, ResolvedFunction?> resolve, params string[] aliases) => registry.Add(new FunctionDefinition
        {
            Family = Family,
            Name = name,
            Aliases = aliases,
            Usage = usage.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Summary = summary,
            Resolve = resolve,
        });

    /// <summary>A function that is NULL just when an argument is.</summary>
    private static void AddStrict(
        FunctionRegistry registry, string name, string usage, string summary, Parameter[] parameters, Func<FunctionCall, DataType> returns, Func<ScalarKernel> kernel, int optional = 0, params string[] aliases) =>
        Add(registry, name, usage, summary, call => TextCall.MatchTyped(call, parameters, optional) is { } types ? TextCall.Resolve(types, returns(call).WithNullable(call.AnyNullable), kernel) : null, aliases);

    /// <summary>A function whose result is nullable whatever its arguments are.</summary>
    private static void AddNullable(
        FunctionRegistry registry, string name, string usage, string summary, Parameter[] parameters, Func<FunctionCall, DataType> returns, Func<ScalarKernel> kernel, int optional = 0, params string[] aliases) =>
        Add(registry, name, usage, summary, call => TextCall.MatchTyped(call, parameters, optional) is { } types ? TextCall.Resolve(types, returns(call).Nullable(), kernel) : null, aliases);

    private static void AddCase(FunctionRegistry registry)
    {
        AddStrict(registry, "UPPER", "UPPER(text STRING)", "The text in upper case.", [Parameter.String], call => call.TypeOf(0), () => StringCase.Upper);
        AddStrict(registry, "LOWER", "LOWER(text STRING)", "The text in lower case.", [Parameter.String], call => call.TypeOf(0), () => StringCase.Lower);
        AddStrict(registry, "INITCAP", "INITCAP(text STRING)", "The text with the first letter of each word in upper case and the others in lower case; words are of ASCII letters and digits.", [Parameter.String], call => call.TypeOf(0), () => StringCase.Initcap);
    }

    private static void AddConcatenation(FunctionRegistry registry)
    {
        AddStrict(registry, "||", "text || text", "The two texts, one after the other.", [Parameter.String, Parameter.String], call => TextCall.Concatenation(call.TypeOf(0), call.TypeOf(1)), () => StringConcat.Concat);
        Add(registry, "CONCAT", "CONCAT(text STRING, …)", "The texts, one after the other; NULL if one of them is NULL.", call =>
            TextCall.Resolve(TextCall.MatchTyped(call, [Parameter.String], variadic: true), DataType.String.WithNullable(call.AnyNullable), () => StringConcat.Concat));
        Add(registry, "CONCAT_WS", "CONCAT_WS(separator STRING, text STRING, …)", "The texts that are not NULL with the separator between them; NULL if the separator is NULL.", call =>
            TextCall.Resolve(TextCall.MatchTyped(call, [Parameter.String], variadic: true), DataType.String.WithNullable(call.AnyNullable), () => StringConcat.ConcatWithSeparator, NullHandling.Custom));
    }

    private static void AddTrim(FunctionRegistry registry)
    {
        Add(registry, "TRIM", "TRIM([BOTH | LEADING | TRAILING] [characters STRING] FROM text STRING)\nTRIM(text STRING)", "The text without characters of a set (spaces, if none is given) at one end or at both.", call =>
        {
            // The arguments are the text and the characters, other than in the syntax.
            TrimEnds ends = call.Modifiers.GetValueOrDefault("TRIM", "BOTH") switch
            {
                "LEADING" => TrimEnds.Leading,
                "TRAILING" => TrimEnds.Trailing,
                _ => TrimEnds.Both,
            };
            return ResolveTrim(call, ends);
        });
        AddTrimOf("LTRIM", TrimEnds.Leading, "start");
        AddTrimOf("RTRIM", TrimEnds.Trailing, "end");
        Add(registry, "BTRIM", "BTRIM(text STRING [, characters STRING])", "The text without spaces, or characters of a set, at both ends.", call =>
            TextCall.Resolve(Signature.Match(call, [Parameter.String, Parameter.String], optional: 1), DataType.String.WithNullable(call.AnyNullable), () => StringTrim.Trim(TrimEnds.Both, 0, call.Count > 1 ? 1 : -1)));

        void AddTrimOf(string name, TrimEnds ends, string end) =>
            Add(registry, name, $"{name}(text STRING [, characters STRING])", $"The text without spaces, or characters of a set, at its {end}.", call => ResolveTrim(call, ends));

        static ResolvedFunction? ResolveTrim(FunctionCall call, TrimEnds ends) => TextCall.MatchTyped(call, [Parameter.String, Parameter.String], optional: 1) is { } types
            ? TextCall.Resolve(types, TextCall.Varying(call.TypeOf(0)).WithNullable(call.AnyNullable), () => StringTrim.Trim(ends, 0, call.Count > 1 ? 1 : -1))
            : null;
    }

    private static void AddSlices(FunctionRegistry registry)
    {
        Parameter[] slice = [Parameter.String, Parameter.Int, Parameter.Int];
        AddNullable(registry, "SUBSTRING", "SUBSTRING(text STRING, start INT [, length INT])\nSUBSTRING(text STRING FROM start INT [FOR length INT])", "The part of a text from a position (from 1; from the end if negative), of a length or to the end; NULL for a negative length.",
            slice, call => TextCall.Varying(call.TypeOf(0)), () => StringSlice.Substring, optional: 1, aliases: "SUBSTR");
        AddNullable(registry, "LEFT", "LEFT(text STRING, length INT)", "The first characters of a text; none if the length is negative.", [Parameter.String, Parameter.Int], call => TextCall.Varying(call.TypeOf(0)), () => StringSlice.Left);
        AddNullable(registry, "RIGHT", "RIGHT(text STRING, length INT)", "The last characters of a text; none if the length is negative.", [Parameter.String, Parameter.Int], call => TextCall.Varying(call.TypeOf(0)), () => StringSlice.Right);
    }
}
