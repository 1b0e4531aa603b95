using Weir.Engine.Expressions;
using Weir.Engine.Functions.Strings;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Strings;

/// <summary>Functions that look into a text.</summary>
internal static partial class StringFunctions
{
    private static void AddSearch(FunctionRegistry registry)
    {
        AddStrict(registry, "CHAR_LENGTH", "CHAR_LENGTH(text STRING)", "How many characters a text has.", [Parameter.String], _ => DataType.Int, () => StringSearch.CharLength, aliases: "CHARACTER_LENGTH");
        AddStrict(registry, "ASCII", "ASCII(text STRING)", "The first byte of a text as a signed number; 0 for an empty text.", [Parameter.String], _ => DataType.Int, () => StringSearch.AsciiCode);
        AddStrict(registry, "POSITION", "POSITION(sought STRING IN text STRING [FROM start INT])", "Where a text first occurs in another, from 1; 0 if it does not.",
            [Parameter.String, Parameter.String, Parameter.Int], _ => DataType.Int, () => StringSearch.Position, optional: 1);
        AddStrict(registry, "LOCATE", "LOCATE(sought STRING, text STRING [, start INT])", "Where a text first occurs in another, from 1 and not before the start; 0 if it does not.",
            [Parameter.String, Parameter.String, Parameter.Int], _ => DataType.Int, () => StringSearch.Position, optional: 1);
        AddStrict(registry, "INSTR", "INSTR(text STRING, sought STRING [, start INT [, occurrence INT]])", "Where the n-th occurrence of a text in another is, from the start on (from the end backwards if that is negative); 0 if there is none.",
            [Parameter.String, Parameter.String, Parameter.Int, Parameter.Int], _ => DataType.Int, () => StringSearch.Instr, optional: 2);
        AddEnds(registry, "STARTSWITH", "start", () => StringSearch.StartsWith);
        AddEnds(registry, "ENDSWITH", "end", () => StringSearch.EndsWith);
        Add(registry, "ELT", "ELT(index INTEGER NUMERIC, value STRING, …)\nELT(index INTEGER NUMERIC, value BYTES, …)", "The value at an index, from 1; NULL if there is none.", ResolveElt);
    }

    private static void AddEnds(FunctionRegistry registry, string name, string part, Func<ScalarKernel> kernel) =>
        Add(registry, name, $"{name}(text STRING, {part} STRING)\n{name}(bytes BYTES, {part} BYTES)", $"Whether the {part} of a text (or of bytes) is another; an empty one is.", call =>
            TextCall.Resolve(
                Signature.Match(call, [Parameter.String, Parameter.String]) ?? Signature.Match(call, [Parameter.Binary, Parameter.Binary]),
                DataType.Boolean.WithNullable(call.AnyNullable), kernel, NullHandling.StrictTotal));

    private static ResolvedFunction? ResolveElt(FunctionCall call)
    {
        if (call.Count < 2 || call.TypeOf(0).Root == TypeRoot.Null)
        {
            return null;
        }

        DataType?[]? types = Signature.Match(call, [Parameter.BigInt, Parameter.String], variadic: true) ?? Signature.Match(call, [Parameter.BigInt, Parameter.Binary], variadic: true);
        if (types is null)
        {
            return null;
        }

        // A NULL without a type counts as VARCHAR(1) in Flink.
        DataType[] values = [.. call.Arguments.Skip(1).Select(a => a.Type.Root == TypeRoot.Null ? DataType.VarChar(1) : a.Type)];
        int length = values.Max(v => v.Length);
        bool isFixed = values.All(v => v.Root is TypeRoot.Char or TypeRoot.Binary && v.Length == length);
        bool isText = values.Any(v => v.IsCharacterString) && !call.Arguments.Skip(1).Any(a => a.Type.IsBinaryString);
        DataType returns = (isText, isFixed) switch
        {
            (true, true) => DataType.Char(length),
            (true, false) => DataType.VarChar(length),
            (false, true) => DataType.Binary(length),
            _ => DataType.VarBinary(length),
        };
        return TextCall.Resolve(types, returns, () => Elt.Choose, NullHandling.Custom);
    }
}
