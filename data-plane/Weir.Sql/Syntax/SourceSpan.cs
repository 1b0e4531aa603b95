namespace Weir.Sql.Syntax;

/// <summary>
/// A place in a SQL text: <paramref name="Start"/> and <paramref name="Length"/> in UTF-16 units,
/// <paramref name="Line"/> and <paramref name="Column"/> of its first character counted from 1.
/// The default value (line 0) means that the node has no place in a text.
/// </summary>
public readonly record struct SourceSpan(int Start, int Length, int Line, int Column)
{
    /// <summary>One past the last character.</summary>
    public int End => Start + Length;

    /// <summary>From the start of this span to the end of <paramref name="last"/>.</summary>
    public SourceSpan To(SourceSpan last) => this with { Length = Math.Max(last.End - Start, 0) };

    public override string ToString() => $"line {Line}, column {Column}";
}
