using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>
/// CAST and TRY_CAST. A CAST's values are nullable just when the operand's are, as in Flink (a number that overflows a DECIMAL still becomes NULL); those of TRY_CAST are nullable.
/// </summary>
public sealed class CastExpression : Expression
{
    private readonly Expression _operand;
    private readonly CastKernel? _kernel;

    /// <summary>Casts the operand's values to the target.</summary>
    /// <param name="operand">What is cast.</param>
    /// <param name="target">The type to cast to; its nullability is left out of account.</param>
    /// <param name="isTry">TRY_CAST: what cannot be cast becomes NULL.</param>
    /// <param name="legacy">Whether <c>table.exec.legacy-cast-behaviour</c> is enabled.</param>
    /// <exception cref="ArgumentException">There is no cast between the two types.</exception>
    public CastExpression(Expression operand, DataType target, bool isTry, bool legacy)
        : base(target.WithNullable(operand.Type.IsNullable || isTry))
    {
        CastMode mode = legacy ? CastMode.Legacy : isTry ? CastMode.Try : CastMode.Strict;
        _operand = operand;
        if (!CastKernels.IsIdentity(operand.Type, target, mode))
        {
            _kernel = CastKernels.Find(operand.Type, target, mode)
                ?? throw new ArgumentException($"Unsupported cast from '{operand.Type}' to '{target}'.", nameof(target));
        }
    }

    /// <inheritdoc/>
    public override Column Evaluate(EvaluationContext context, Batch batch, Selection rows)
    {
        Column values = _operand.Evaluate(context, batch, rows);
        if (_kernel is null)
        {
            return values;
        }

        Column result = context.Pool.Columns.Rent(Type);
        _kernel.Cast(values, result, rows, context);
        values.Release();
        return result;
    }
}
