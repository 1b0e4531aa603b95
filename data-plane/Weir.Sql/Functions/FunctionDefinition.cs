namespace Weir.Sql.Functions;

/// <summary>A built-in scalar function: its names, how it is written, and how a call of it gets its types and kernel.</summary>
public sealed class FunctionDefinition
{
    /// <summary>The name, in upper case; operators have theirs (<c>+</c>, <c>=</c>, <c>IS NULL</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Other names for the same function.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>How it is written, one line for each form, e.g. <c>LPAD(text STRING, length INT, pad STRING)</c>; shown in errors and in the reference.</summary>
    public required IReadOnlyList<string> Usage { get; init; }

    /// <summary>What it does, in a sentence, for the reference and for completion.</summary>
    public required string Summary { get; init; }

    /// <summary>The family in the reference: Comparison, Logical, Arithmetic, String, Temporal, Conditional, Conversion, Collection, JSON, Value construction, Value access, Hash, Variant, Auxiliary.</summary>
    public required string Family { get; init; }

    /// <summary>Whether the same arguments always give the same result, so that a call over constants is folded.</summary>
    public bool IsDeterministic { get; init; } = true;

    /// <summary>
    /// Chooses types and kernel for a call, or answers null when its arguments are not of a form that <see cref="Usage"/> lists (the binder then says so, with place and usage).
    /// A call that is wrong in a way that deserves its own words throws <see cref="FunctionCallException"/>.
    /// </summary>
    public required Func<FunctionCall, ResolvedFunction?> Resolve { get; init; }
}

/// <summary>A call that is refused; the binder adds the place.</summary>
public sealed class FunctionCallException(string message, int? argument = null, string? hint = null) : Exception(message)
{
    /// <summary>Which argument is to blame, if one is.</summary>
    public int? Argument { get; } = argument;

    /// <summary>What to write instead.</summary>
    public string? Hint { get; } = hint;
}
