namespace Weir.Engine.Operators.Constraints;

/// <summary><c>table.exec.sink.not-null-enforcer</c>: what happens to a row with NULL in a NOT NULL column.</summary>
public enum NotNullEnforcer
{
    /// <summary>The job fails.</summary>
    Error,

    /// <summary>The row is dropped.</summary>
    Drop,
}

/// <summary><c>table.exec.sink.type-length-enforcer</c>: what happens to a value that is too long for CHAR, VARCHAR, BINARY or VARBINARY, or too short for CHAR or BINARY.</summary>
public enum TypeLengthEnforcer
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>It is cut, or filled up (with spaces, with zeros).</summary>
    TrimPad,

    /// <summary>The job fails.</summary>
    Error,
}

/// <summary><c>table.exec.sink.nested-constraint-enforcer</c>: how deep constraints reach.</summary>
public enum NestedConstraintEnforcer
{
    /// <summary>Columns only.</summary>
    Ignore,

    /// <summary>Fields of rows, too.</summary>
    Rows,

    /// <summary>Fields of rows and what is in arrays and maps.</summary>
    RowsAndCollections,
}

/// <summary>How the constraints of a sink's columns are enforced.</summary>
/// <param name="NotNull">NULL where it may not be.</param>
/// <param name="Length">Values of the wrong length.</param>
/// <param name="Nested">How deep.</param>
public sealed record ConstraintEnforcement(
    NotNullEnforcer NotNull = NotNullEnforcer.Error,
    TypeLengthEnforcer Length = TypeLengthEnforcer.Ignore,
    NestedConstraintEnforcer Nested = NestedConstraintEnforcer.Ignore);
