using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Registers BIN, HEX and UNHEX.</summary>
internal static class DigitFunctions
{
    /// <summary>Adds them.</summary>
    internal static void AddTo(FunctionRegistry registry)
    {
        registry.Add(ArithmeticFunctions.Family, "BIN", "BIN(number INTEGER)", "The number in binary.", [Parameter.BigInt], _ => DataType.String, () => DigitKernels.Binary);
        registry.Add(new FunctionDefinition
        {
            Name = "HEX",
            Family = ArithmeticFunctions.Family,
            Usage = ["HEX(number INTEGER)", "HEX(text STRING)"],
            Summary = "The number, or the bytes of the text, in hexadecimal.",
            Resolve = call => Hex(call, Parameter.BigInt, () => DigitKernels.HexOfNumber) ?? Hex(call, Parameter.String, () => DigitKernels.HexOfText),
        });
        registry.Add(new FunctionDefinition
        {
            Name = "UNHEX",
            Family = ArithmeticFunctions.Family,
            Usage = ["UNHEX(text STRING)"],
            Summary = "The bytes that hexadecimal text stands for; NULL when it is none.",
            Resolve = call => Signature.Match(call, [Parameter.String]) is { } types
                ? new ResolvedFunction { ReturnType = DataType.Bytes, ArgumentTypes = types, Kernel = () => DigitKernels.Unhex }
                : null,
        });
    }

    private static ResolvedFunction? Hex(FunctionCall call, Parameter parameter, Func<ScalarKernel> kernel)
    {
        UntypedNull.Refuse(call);
        return Signature.Match(call, [parameter]) is { } types
            ? new ResolvedFunction { ReturnType = DataType.String.WithNullable(call.AnyNullable), ArgumentTypes = types, Kernel = kernel }
            : null;
    }
}
