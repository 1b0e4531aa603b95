using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Comparison;

/// <summary>How two values compare: what each is cast to (null: nothing), the kernel, and whether it may be asked for rows with NULLs.</summary>
internal sealed record Comparison(DataType? Left, DataType? Right, Func<ScalarKernel> Kernel, bool IsTotal)
{
    /// <summary>Whether a cast that fails counts as NULL.</summary>
    public bool FailedCastsAreNull { get; init; }
}
