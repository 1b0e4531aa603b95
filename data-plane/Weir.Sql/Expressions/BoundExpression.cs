using Weir.Engine.Types;

namespace Weir.Sql.Expressions;

/// <summary>An expression whose names and types are settled. Immutable; the planner moves, folds and rewrites it, then compiles it to kernels.</summary>
public abstract record BoundExpression(DataType Type)
{
    /// <summary>The expressions it is made of.</summary>
    public virtual IReadOnlyList<BoundExpression> Children => [];

    /// <summary>The same expression over other children (as many, of the same types).</summary>
    public virtual BoundExpression WithChildren(IReadOnlyList<BoundExpression> children) => this;
}

/// <summary>A column of the input, by position.</summary>
public sealed record BoundColumn(int Index, DataType Type, string Name) : BoundExpression(Type)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A constant, in the form that <see cref="Weir.Engine.Batches.ColumnValues"/> gives; null for NULL.</summary>
public sealed record BoundLiteral(object? Value, DataType Type) : BoundExpression(Type);

/// <summary>A call of a scalar function, resolved: its arguments already have the types that its kernel takes.</summary>
public sealed record BoundCall(Functions.FunctionDefinition Function, Functions.ResolvedFunction Resolved, IReadOnlyList<BoundExpression> Arguments)
    : BoundExpression(Resolved.ReturnType)
{
    /// <summary>Words of the syntax that the call was resolved with (a unit of time, ON EMPTY …), as text: calls that differ in them are different.</summary>
    public string Modifiers { get; init; } = string.Empty;

    /// <inheritdoc/>
    public override IReadOnlyList<BoundExpression> Children => Arguments;

    /// <inheritdoc/>
    public override BoundExpression WithChildren(IReadOnlyList<BoundExpression> children) => this with { Arguments = children };
}

/// <summary>CAST or, where a value that can't be cast gives NULL, TRY_CAST.</summary>
public sealed record BoundCast(BoundExpression Operand, DataType Type, bool IsTry) : BoundExpression(Type)
{
    /// <inheritdoc/>
    public override IReadOnlyList<BoundExpression> Children => [Operand];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(IReadOnlyList<BoundExpression> children) => this with { Operand = children[0] };
}

/// <summary>The operators that evaluate their operands only for the rows that need them.</summary>
public enum LogicalOperator
{
    /// <summary>AND.</summary>
    And,

    /// <summary>OR.</summary>
    Or,
}

/// <summary>AND or OR over two or more operands, with SQL's three-valued logic.</summary>
public sealed record BoundLogical(LogicalOperator Operator, IReadOnlyList<BoundExpression> Operands, DataType Type) : BoundExpression(Type)
{
    /// <inheritdoc/>
    public override IReadOnlyList<BoundExpression> Children => Operands;

    /// <inheritdoc/>
    public override BoundExpression WithChildren(IReadOnlyList<BoundExpression> children) => this with { Operands = children };
}

/// <summary>CASE WHEN … THEN … ELSE … END; also what IF, COALESCE and NULLIF become. Results have the type of the whole.</summary>
public sealed record BoundCase(IReadOnlyList<BoundExpression> Conditions, IReadOnlyList<BoundExpression> Results, BoundExpression Else, DataType Type)
    : BoundExpression(Type)
{
    /// <inheritdoc/>
    public override IReadOnlyList<BoundExpression> Children => [.. Conditions, .. Results, Else];

    /// <inheritdoc/>
    public override BoundExpression WithChildren(IReadOnlyList<BoundExpression> children) => this with
    {
        Conditions = [.. children.Take(Conditions.Count)],
        Results = [.. children.Skip(Conditions.Count).Take(Results.Count)],
        Else = children[^1],
    };
}
