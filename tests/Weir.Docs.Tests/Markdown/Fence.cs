namespace Weir.Docs.Tests.Markdown;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">The first word after the fence, e.g. <c>sql</c>.</param>
/// <param name="IsUnordered">Whether <c>unordered</c> stands behind it: the lines may come in any order.</param>
/// <param name="Text">The lines between the fences, without the last line break.</param>
/// <param name="First">Index of the first line between the fences.</param>
/// <param name="End">Index of the closing fence's line.</param>
internal sealed record Fence(string Language, bool IsUnordered, string Text, int First, int End)
{
    /// <summary>The line of the opening fence, counted from 1, for messages.</summary>
    public int Line => First;
}
