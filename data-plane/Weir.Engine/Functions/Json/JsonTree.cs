using System.Text.Json;

namespace Weir.Engine.Functions.Json;

/// <summary>
/// A JSON value parsed into two growing buffers that are used again for the next one, so that reading many documents allocates nothing. What is taken for JSON is
/// what Jackson takes: one value, whatever comes after it; of members of the same name the last one counts, in the place of the first.
/// </summary>
internal sealed partial class JsonTree
{
    /// <summary>How deep values may be nested; Jackson's bound.</summary>
    internal const int MaxDepth = 1000;

    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth, AllowMultipleValues = true };

    private JsonNode[] _nodes = new JsonNode[64];
    private byte[] _text = new byte[1024];
    private int _count;
    private int _used;
    private readonly int[] _open = new int[MaxDepth + 1];

    /// <summary>Which node the last <see cref="TryParse"/> made.</summary>
    public const int Root = 0;

    /// <summary>A node, by position.</summary>
    public ref JsonNode this[int node] => ref _nodes[node];

    /// <summary>The text of a string, unescaped, or of a number, as written.</summary>
    public ReadOnlySpan<byte> TextOf(int node) => _text.AsSpan(_nodes[node].Start, _nodes[node].Length);

    /// <summary>The name of a member, unescaped.</summary>
    public ReadOnlySpan<byte> NameOf(int node) => _text.AsSpan(_nodes[node].NameStart, _nodes[node].NameLength);

    /// <summary>Forgets all nodes.</summary>
    public void Clear()
    {
        _count = 0;
        _used = 0;
    }

    /// <summary>Parses the first value of a text. False when it is no JSON.</summary>
    public bool TryParse(ReadOnlySpan<byte> json)
    {
        Clear();
        try
        {
            Utf8JsonReader reader = new(json, ReaderOptions);
            return reader.Read() && Read(ref reader) && JsonSyntax.EndsWell(json, ref reader);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool Read(ref Utf8JsonReader reader)
    {
        int depth = 0;
        int nameStart = 0;
        int nameLength = -1;
        while (true)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    nameStart = AddString(ref reader);
                    nameLength = _used - nameStart;
                    break;
                case JsonTokenType.EndObject:
                    depth--;
                    DropRepeatedNames(_open[depth]);
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    break;
                default:
                    int node = AddValue(ref reader);
                    if (node < 0)
                    {
                        return false;
                    }

                    if (depth > 0)
                    {
                        Append(_open[depth - 1], node);
                    }

                    _nodes[node].NameStart = nameStart;
                    _nodes[node].NameLength = Math.Max(nameLength, 0);
                    nameLength = -1;
                    if (_nodes[node].Kind is JsonKind.Array or JsonKind.Object)
                    {
                        _open[depth++] = node;
                    }

                    break;
            }

            if (depth == 0)
            {
                return true;
            }

            if (!reader.Read())
            {
                return false;
            }
        }
    }

    private int AddValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return AddNode(JsonKind.Object);
            case JsonTokenType.StartArray:
                return AddNode(JsonKind.Array);
            case JsonTokenType.True:
                return AddNode(JsonKind.True);
            case JsonTokenType.False:
                return AddNode(JsonKind.False);
            case JsonTokenType.Null:
                return AddNode(JsonKind.Null);
            case JsonTokenType.Number:
                return JsonNumber.IsTooLong(reader.ValueSpan) ? -1 : AddText(JsonNumber.KindOf(reader.ValueSpan), reader.ValueSpan);
            default:
                int start = AddString(ref reader);
                int node = AddNode(JsonKind.String);
                _nodes[node].Start = start;
                _nodes[node].Length = _used - start;
                return node;
        }
    }

    private int AddString(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> raw = reader.ValueSpan;
        EnsureText(raw.Length);
        int start = _used;
        if (reader.ValueIsEscaped)
        {
            _used += JsonText.Unescape(raw, _text.AsSpan(_used));
        }
        else
        {
            raw.CopyTo(_text.AsSpan(_used));
            _used += raw.Length;
        }

        return start;
    }

    // Objects are small as a rule; a large one is put in order of name first, lest the time go with the square of its size.
    private void DropRepeatedNames(int owner)
    {
        if (_nodes[owner].Count < 2)
        {
            return;
        }

        if (_nodes[owner].Count > 24)
        {
            DropRepeatedNamesOfMany(owner);
            return;
        }

        int last = -1;
        for (int member = _nodes[owner].First; member >= 0; member = _nodes[member].Next)
        {
            int first = FindBefore(owner, member);
            if (first >= 0)
            {
                Replace(owner, first, member, last);
            }
            else
            {
                last = member;
            }
        }
    }

    private int FindBefore(int owner, int member)
    {
        ReadOnlySpan<byte> name = NameOf(member);
        for (int other = _nodes[owner].First; other != member; other = _nodes[other].Next)
        {
            if (NameOf(other).SequenceEqual(name))
            {
                return other;
            }
        }

        return -1;
    }

    /// <summary>Moves a member's value into an earlier one of the same name, and takes the member out of the chain after <paramref name="previous"/>.</summary>
    private void Replace(int owner, int first, int member, int previous)
    {
        JsonNode value = _nodes[member];
        int next = _nodes[first].Next;
        _nodes[first] = value;
        _nodes[first].Next = next;
        _nodes[previous].Next = value.Next;
        if (_nodes[owner].Last == member)
        {
            _nodes[owner].Last = previous;
        }

        _nodes[owner].Count--;
    }

    private void DropRepeatedNamesOfMany(int owner)
    {
        int[] members = SortedMembers(owner, byPosition: true);
        int count = _nodes[owner].Count;
        bool any = false;
        for (int m = 1; m < count; m++)
        {
            int start = m - 1;
            while (m < count && NameOf(members[m]).SequenceEqual(NameOf(members[start])))
            {
                // The value of the last goes to the first; those in between are marked for removal.
                int next = _nodes[members[start]].Next;
                JsonNode value = _nodes[members[m]];
                int own = value.Next;
                _nodes[members[start]] = value;
                _nodes[members[start]].Next = next;
                _nodes[members[m]].Next = own;
                _nodes[members[m]].NameLength = -1;
                members[m] = members[start];
                any = true;
                m++;
            }
        }

        System.Buffers.ArrayPool<int>.Shared.Return(members);
        if (any)
        {
            Unlink(owner);
        }
    }

    private void Unlink(int owner)
    {
        int previous = -1;
        int count = 0;
        for (int member = _nodes[owner].First; member >= 0; member = _nodes[member].Next)
        {
            if (_nodes[member].NameLength < 0)
            {
                _nodes[previous].Next = _nodes[member].Next;
                continue;
            }

            previous = member;
            count++;
        }

        _nodes[owner].Last = previous;
        _nodes[owner].Count = count;
    }
}
