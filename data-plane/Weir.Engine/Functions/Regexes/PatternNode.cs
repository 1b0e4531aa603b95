namespace Weir.Engine.Functions.Regexes;

/// <summary>A part of a parsed pattern.</summary>
internal abstract class PatternNode
{
    /// <summary>Writes it in the syntax of .NET.</summary>
    public abstract void Write(PatternWriter writer);

    /// <summary>Adds it to a matcher of ASCII bytes; false if such a matcher does not know its like.</summary>
    public virtual bool TryAdd(ByteMatcherBuilder builder) => false;
}

/// <summary>One code point of a set.</summary>
internal sealed class SetNode(CodePointSet set) : PatternNode
{
    /// <summary>The set.</summary>
    public CodePointSet Set => set;

    /// <inheritdoc/>
    public override void Write(PatternWriter writer) => writer.WriteSet(set);

    /// <inheritdoc/>
    public override bool TryAdd(ByteMatcherBuilder builder)
    {
        builder.AddSet(set);
        return true;
    }
}

/// <summary>Text that means the same in .NET for every alphabet.</summary>
internal sealed class TextNode(string text) : PatternNode
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <inheritdoc/>
    public override void Write(PatternWriter writer) => writer.Append(Text);

    /// <inheritdoc/>
    public override bool TryAdd(ByteMatcherBuilder builder)
    {
        switch (Text)
        {
            case "":
                return true;
            case JavaPatternParser.TextStart:
                builder.AddStart();
                return true;
            default:
                return false;
        }
    }
}

/// <summary>\b or \B.</summary>
internal sealed class WordBoundaryNode(bool negated) : PatternNode
{
    /// <inheritdoc/>
    public override void Write(PatternWriter writer) => writer.WriteWordBoundary(negated);
}

/// <summary>What a group matched. A group that is nowhere never has a value, but .NET would refuse the pattern.</summary>
internal sealed class ReferenceNode(int group) : PatternNode
{
    /// <inheritdoc/>
    public override void Write(PatternWriter writer) => writer.Append(group <= writer.Groups ? $"\\k<{group}>" : "(?!)");
}

/// <summary>One after the other.</summary>
internal sealed class SequenceNode(List<PatternNode> parts) : PatternNode
{
    /// <inheritdoc/>
    public override void Write(PatternWriter writer)
    {
        foreach (PatternNode part in parts)
        {
            part.Write(writer);
        }
    }

    /// <inheritdoc/>
    public override bool TryAdd(ByteMatcherBuilder builder) => parts.All(part => part.TryAdd(builder));
}

/// <summary>One of several.</summary>
internal sealed class AlternationNode(List<PatternNode> branches) : PatternNode
{
    /// <inheritdoc/>
    public override void Write(PatternWriter writer)
    {
        for (int i = 0; i < branches.Count; i++)
        {
            writer.Append(i > 0 ? "|" : string.Empty);
            branches[i].Write(writer);
        }
    }

    /// <inheritdoc/>
    public override bool TryAdd(ByteMatcherBuilder builder) => builder.TryAddBranches(branches);
}

/// <summary>A group; its opening, e.g. <c>(</c> or <c>(?=</c>, is the same in .NET.</summary>
internal sealed class GroupNode(string opening, PatternNode content) : PatternNode
{
    /// <summary>Whether it only looks ahead or behind.</summary>
    public bool IsLookAround => opening is "(?=" or "(?!" or "(?<=" or "(?<!";

    /// <inheritdoc/>
    public override void Write(PatternWriter writer)
    {
        writer.Append(opening);
        content.Write(writer);
        writer.Append(")");
    }

    /// <inheritdoc/>
    public override bool TryAdd(ByteMatcherBuilder builder) => opening switch
    {
        "(" => builder.TryAddGroup(content),
        "(?:" => content.TryAdd(builder),
        _ => false,
    };
}

/// <summary>How a repetition gives back what it took.</summary>
internal enum RepetitionKind
{
    /// <summary>As much as can be, then less.</summary>
    Greedy,

    /// <summary>As little as can be, then more.</summary>
    Lazy,

    /// <summary>As much as can be, never less.</summary>
    Possessive,
}

/// <summary>A part so many times; a negative maximum is none.</summary>
internal sealed class RepetitionNode(PatternNode content, int min, int max, RepetitionKind kind) : PatternNode
{
    /// <inheritdoc/>
    public override void Write(PatternWriter writer)
    {
        writer.Append(kind == RepetitionKind.Possessive ? "(?>" : string.Empty);
        if (content is SetNode)
        {
            content.Write(writer);
        }
        else
        {
            writer.Append("(?:");
            content.Write(writer);
            writer.Append(")");
        }

        writer.Append((min, max) switch
        {
            (0, < 0) => "*",
            (1, < 0) => "+",
            (0, 1) => "?",
            (_, < 0) => $"{{{min},}}",
            _ when min == max => $"{{{min}}}",
            _ => $"{{{min},{max}}}",
        });
        writer.Append(kind switch { RepetitionKind.Lazy => "?", RepetitionKind.Possessive => ")", _ => string.Empty });
    }

    /// <inheritdoc/>
    public override bool TryAdd(ByteMatcherBuilder builder)
    {
        if (content is not SetNode repeated)
        {
            return false;
        }

        builder.AddRepetition(repeated.Set, min, max, kind);
        return true;
    }
}
