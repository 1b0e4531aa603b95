namespace Weir.Engine.Connectors;

/// <summary>A piece of a <see cref="MessageTemplate"/>: text as it stands, or the name of a column whose value takes its place.</summary>
public readonly record struct TemplatePart(string Text, bool IsColumn);

/// <summary>A text with <c>{{column}}</c> placeholders (blanks inside the braces do not count).</summary>
public sealed class MessageTemplate
{
    private MessageTemplate(IReadOnlyList<TemplatePart> parts) => Parts = parts;

    /// <summary>The pieces in their order.</summary>
    public IReadOnlyList<TemplatePart> Parts { get; }

    /// <summary>Takes a template apart.</summary>
    /// <returns>The template, or null with the reason.</returns>
    public static MessageTemplate? TryParse(string text, out string? error)
    {
        List<TemplatePart> parts = [];
        error = null;
        int at = 0;
        while (at < text.Length)
        {
            int open = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0)
            {
                parts.Add(new TemplatePart(text[at..], false));
                break;
            }

            if (open > at)
            {
                parts.Add(new TemplatePart(text[at..open], false));
            }

            int close = text.IndexOf("}}", open + 2, StringComparison.Ordinal);
            if (close < 0)
            {
                error = $"the placeholder that opens at character {open + 1} has no closing '}}}}'";
                return null;
            }

            string name = text[(open + 2)..close].Trim();
            if (name.Length == 0)
            {
                error = $"the placeholder at character {open + 1} names no column";
                return null;
            }

            parts.Add(new TemplatePart(name, true));
            at = close + 2;
        }

        return new MessageTemplate(parts);
    }
}
