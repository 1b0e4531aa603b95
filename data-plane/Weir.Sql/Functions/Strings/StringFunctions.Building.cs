using Weir.Engine.Expressions;
using Weir.Engine.Functions.Strings;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Strings;

/// <summary>Functions that put texts together or take them apart.</summary>
internal static partial class StringFunctions
{
    private static void AddBuilding(FunctionRegistry registry)
    {
        Parameter[] pad = [Parameter.String, Parameter.Int, Parameter.String];
        AddStrict(registry, "LPAD", "LPAD(text STRING, length INT, pad STRING)", "The text, filled up at its start (or cut) to a length; NULL for a negative length or an empty pad.", pad, _ => DataType.String, StringPad.Left);
        AddStrict(registry, "RPAD", "RPAD(text STRING, length INT, pad STRING)", "The text, filled up at its end (or cut) to a length; NULL for a negative length or an empty pad.", pad, _ => DataType.String, StringPad.Right);
        AddStrict(registry, "REPEAT", "REPEAT(text STRING, count INT)", "The text so many times.", [Parameter.String, Parameter.Int], _ => DataType.String, () => StringPad.Repeat);
        AddNullable(registry, "REVERSE", "REVERSE(text STRING)", "The characters of a text from the last to the first.", [Parameter.String], _ => DataType.String, () => StringReplace.Reverse);
        AddStrict(registry, "REPLACE", "REPLACE(text STRING, sought STRING, replacement STRING)", "The text with another put for all occurrences of a third.", [Parameter.String, Parameter.String, Parameter.String], _ => DataType.String, () => StringReplace.Replace);
        AddStrict(registry, "OVERLAY", "OVERLAY(text STRING PLACING replacement STRING FROM start BIGINT [FOR length BIGINT])", "The text with a part of it, from a position and of a length (the replacement's, if none is given), replaced.",
            [Parameter.String, Parameter.String, Parameter.BigInt, Parameter.BigInt], call => TextCall.VaryingSum(call.TypeOf(0), call.TypeOf(1)), StringOverlay.Overlay, optional: 1);
        Add(registry, "TRANSLATE", "TRANSLATE(text STRING, from STRING, to STRING)", "The text with each character of one set replaced by the one at the same place of another, or taken away if there is none.", call =>
            TextCall.MatchTyped(call, [Parameter.String, Parameter.String, Parameter.String]) is { } types
                ? TextCall.Resolve(types, DataType.String.WithNullable(call.TypeOf(0).IsNullable), StringTranslate.Create, NullHandling.Custom)
                : null);
        Add(registry, "SPLIT", "SPLIT(text STRING, separator STRING)", "The parts of a text between separators, as an array; an empty separator gives each character.", call =>
            TextCall.Resolve(Signature.Match(call, [Parameter.String, Parameter.String]), DataType.Array(DataType.String).WithNullable(call.AnyNullable), () => StringSplit.Split));
        Add(registry, "SPLIT_INDEX", "SPLIT_INDEX(text STRING, separator STRING, index INT)\nSPLIT_INDEX(text STRING, characterCode INT, index INT)", "The part of a text between separators at an index, from 0; NULL if there is none.", call =>
            TextCall.MatchTyped(call, [Parameter.String, Parameter.String, Parameter.Int]) is { } byText
                ? TextCall.Resolve(byText, DataType.String, () => StringSplit.SplitIndex)
                : TextCall.Resolve(TextCall.MatchTyped(call, [Parameter.String, Parameter.Int, Parameter.Int]), DataType.String, () => StringSplit.SplitIndexByCode));
        Add(registry, "PRINTF", "PRINTF(format STRING, value ANY, …)", "The values put into a format of java.util.Formatter (%s, %d, %x, %o, %f, %e, %g, %b, %c); NULL if they do not fit it.", ResolvePrintf);
    }

    private static ResolvedFunction? ResolvePrintf(FunctionCall call)
    {
        if (call.Count == 0 || Signature.Match(call, [Parameter.String, Parameter.Any], optional: 1, variadic: true) is not { } types)
        {
            return null;
        }

        for (int a = 1; a < call.Count; a++)
        {
            if (call.TypeOf(a) is { IsNested: true } or { IsBinaryString: true })
            {
                throw new FunctionCallException($"PRINTF has no text for {call.TypeOf(a)}.", a, "CAST(… AS STRING)");
            }
        }

        DataType[] arguments = [.. call.Arguments.Select(a => a.Type)];
        return TextCall.Resolve(types, DataType.String, () => Printf.Create(arguments), NullHandling.Custom);
    }
}
