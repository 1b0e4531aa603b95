using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Expressions;

/// <summary>
/// An expression compiled to kernels over columns. An instance belongs to one task and may keep scratch memory; it isn't thread-safe.
/// </summary>
public abstract class Expression(DataType type)
{
    /// <summary>The type of the values.</summary>
    public DataType Type { get; } = type;

    /// <summary>Whether it never fails and runs over whole spans, so that it may as well be evaluated for rows that nobody asks for.</summary>
    public virtual bool IsTotal => false;

    /// <summary>
    /// Computes the value of the rows selected; other rows of the result are unspecified. The result is at the rows' own positions, and the caller
    /// owns it (releases it when done). A value that cannot be computed throws <see cref="EvaluationException"/>.
    /// </summary>
    public abstract Column Evaluate(EvaluationContext context, Batch batch, Selection rows);
}
