namespace Weir.Engine.Batches;

/// <summary>What a row of a changelog does. The order and meaning are Flink's RowKind.</summary>
public enum RowKind : byte
{
    /// <summary>+I: a new row.</summary>
    Insert = 0,

    /// <summary>-U: the row as it was before an update.</summary>
    UpdateBefore = 1,

    /// <summary>+U: the row as it is after an update.</summary>
    UpdateAfter = 2,

    /// <summary>-D: a row that is no more.</summary>
    Delete = 3,
}

/// <summary>What a <see cref="RowKind"/> means to an operator.</summary>
public static class RowKinds
{
    /// <summary>Whether the row takes something back (-U, -D) rather than adding it (+I, +U).</summary>
    public static bool IsRetraction(this RowKind kind) => kind is RowKind.UpdateBefore or RowKind.Delete;

    /// <summary>+I, -U, +U or -D.</summary>
    public static string Symbol(this RowKind kind) => kind switch
    {
        RowKind.Insert => "+I",
        RowKind.UpdateBefore => "-U",
        RowKind.UpdateAfter => "+U",
        _ => "-D",
    };
}
