using Weir.Engine.Batches;

namespace Weir.Engine.Expressions;

/// <summary>
/// The body of a scalar function: computes the rows selected of <paramref name="result"/> from the arguments' columns (all addressed by the
/// same positions). Whether rows with NULL arguments are among those selected is said by the function's <see cref="NullHandling"/>.
/// The result is empty at first and its rows are valid unless <see cref="Column.SetNull"/> says otherwise; a bytes, array or map result must be written (or set NULL) for every row selected.
/// Nothing may be allocated per row. A kernel instance belongs to one task, so a closure over scratch buffers is fine.
/// </summary>
public delegate void ScalarKernel(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context);

/// <summary>What a function does with NULL arguments.</summary>
public enum NullHandling
{
    /// <summary>A NULL argument gives NULL; the kernel is asked for the other rows only.</summary>
    Strict,

    /// <summary>A NULL argument gives NULL; the kernel never throws and only has fixed-size values, so it is asked for all rows and runs over whole spans.</summary>
    StrictTotal,

    /// <summary>The kernel looks at <see cref="Column.IsNull"/> itself and says which results are NULL.</summary>
    Custom,
}
