using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Sql.Functions;

/// <summary>A function chosen for the types of a call.</summary>
public sealed record ResolvedFunction
{
    /// <summary>The type of the result, with its nullability.</summary>
    public required DataType ReturnType { get; init; }

    /// <summary>The type that each argument must have (the binder casts where it differs in more than nullability); null where it stays as it is.</summary>
    public required IReadOnlyList<DataType?> ArgumentTypes { get; init; }

    /// <summary>Whether an argument that cannot be cast to its type counts as NULL (TRY_CAST) rather than as an error.</summary>
    public bool FailedCastsAreNull { get; init; }

    /// <summary>Makes a kernel; called once for each task, so that a kernel may own scratch memory.</summary>
    public required Func<ScalarKernel> Kernel { get; init; }

    /// <summary>What the kernel does with NULL.</summary>
    public NullHandling Nulls { get; init; } = NullHandling.Strict;
}
