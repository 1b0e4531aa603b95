using System.Text;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Comparison;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;

namespace Weir.Sql.Functions.Comparison;

/// <summary>Resolves LIKE and SIMILAR TO. A constant pattern is taken apart here, and refused here when it is malformed.</summary>
internal static class PatternTests
{
    private static readonly Parameter[] s_parameters = [Parameter.String, Parameter.String, Parameter.String];

    /// <summary>Chooses the kernel of LIKE.</summary>
    public static ResolvedFunction? ResolveLike(FunctionCall call) => Resolve(
        call,
        (pattern, escape) => { LikePattern parsed = LikePattern.Parse(pattern, escape); return () => PatternKernels.Like(parsed); },
        escape => () => PatternKernels.Like(escape));

    /// <summary>Chooses the kernel of SIMILAR TO.</summary>
    public static ResolvedFunction? ResolveSimilar(FunctionCall call) => Resolve(
        call,
        (pattern, escape) =>
        {
            SimilarPattern parsed = SimilarPattern.Parse(Encoding.UTF8.GetString(pattern), escape is null ? null : Encoding.UTF8.GetString(escape));
            return () => PatternKernels.Similar(parsed);
        },
        hasEscape => () => PatternKernels.Similar(hasEscape));

    private static ResolvedFunction? Resolve(FunctionCall call, Func<byte[], byte[]?, Func<ScalarKernel>> ofConstant, Func<bool, Func<ScalarKernel>> ofColumns)
    {
        UntypedNull.Refuse(call);
        if (Signature.Match(call, s_parameters, optional: 1) is not { } types)
        {
            return null;
        }

        byte[]? pattern = Constants.GetBytes(call, 1);
        byte[]? escape = call.Count == 3 ? Constants.GetBytes(call, 2) : null;
        Func<ScalarKernel> kernel;
        try
        {
            kernel = pattern is not null && (call.Count == 2 || escape is not null) ? ofConstant(pattern, escape) : ofColumns(call.Count == 3);
        }
        catch (EvaluationException e)
        {
            throw new FunctionCallException(e.Message, 1);
        }

        return new ResolvedFunction
        {
            ReturnType = DataType.Boolean.WithNullable(call.AnyNullable),
            ArgumentTypes = types,
            Kernel = kernel,
        };
    }
}
