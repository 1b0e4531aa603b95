namespace Weir.Engine.Functions.Json;

/// <summary>A value in a <see cref="JsonTree"/>: text by its place in the tree's buffer, members and elements as a chain of siblings.</summary>
internal struct JsonNode
{
    public JsonKind Kind;

    /// <summary>Number: as written. String: unescaped.</summary>
    public int Start;
    public int Length;

    /// <summary>The name of a member, unescaped.</summary>
    public int NameStart;
    public int NameLength;

    /// <summary>The first member or element, or -1.</summary>
    public int First;

    /// <summary>The last one, or -1.</summary>
    public int Last;

    /// <summary>The next sibling, or -1.</summary>
    public int Next;

    /// <summary>How many members or elements.</summary>
    public int Count;
}
