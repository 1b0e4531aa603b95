using System.Buffers;

namespace Weir.Engine.Functions.Json;

internal sealed partial class JsonTree
{
    /// <summary>Adds a value without text, members or elements.</summary>
    public int AddNode(JsonKind kind)
    {
        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, _count * 2);
        }

        _nodes[_count] = new JsonNode { Kind = kind, First = -1, Last = -1, Next = -1 };
        return _count++;
    }

    /// <summary>Adds a string (unescaped text) or a number.</summary>
    public int AddText(JsonKind kind, ReadOnlySpan<byte> text)
    {
        EnsureText(text.Length);
        int node = AddNode(kind);
        _nodes[node].Start = _used;
        _nodes[node].Length = text.Length;
        text.CopyTo(_text.AsSpan(_used));
        _used += text.Length;
        return node;
    }

    /// <summary>Adds a value that shares text, members and elements with another, as a member or element of its own.</summary>
    public int AddCopy(int node)
    {
        int copy = AddNode(_nodes[node].Kind);
        _nodes[copy] = _nodes[node];
        _nodes[copy].Next = -1;
        return copy;
    }

    /// <summary>Adds a copy of a value of another tree.</summary>
    public int AddFrom(JsonTree other, int node)
    {
        JsonNode from = other[node];
        int copy = from.Kind is JsonKind.Array or JsonKind.Object ? AddNode(from.Kind) : AddText(from.Kind, other.TextOf(node));
        for (int child = from.First; child >= 0; child = other[child].Next)
        {
            int added = AddFrom(other, child);
            int name = AddText(JsonKind.String, other.NameOf(child));
            _nodes[added].NameStart = _nodes[name].Start;
            _nodes[added].NameLength = _nodes[name].Length;
            Append(copy, added);
        }

        return copy;
    }

    /// <summary>Makes a node that is nobody's yet the last element or member of another.</summary>
    public void Append(int owner, int node)
    {
        if (_nodes[owner].Last < 0)
        {
            _nodes[owner].First = node;
        }
        else
        {
            _nodes[_nodes[owner].Last].Next = node;
        }

        _nodes[owner].Last = node;
        _nodes[owner].Count++;
    }

    /// <summary>The member of that name, or -1.</summary>
    public int Member(int owner, ReadOnlySpan<byte> name)
    {
        for (int member = _nodes[owner].First; member >= 0; member = _nodes[member].Next)
        {
            if (NameOf(member).SequenceEqual(name))
            {
                return member;
            }
        }

        return -1;
    }

    /// <summary>The element at a position, from the end when negative, or -1.</summary>
    public int Element(int owner, int index)
    {
        index = index < 0 ? _nodes[owner].Count + index : index;
        if (index < 0 || index >= _nodes[owner].Count)
        {
            return -1;
        }

        int element = _nodes[owner].First;
        for (; index > 0; index--)
        {
            element = _nodes[element].Next;
        }

        return element;
    }

    /// <summary>The members in the order of their names as Java orders strings (UTF-16 units), in an array from the shared pool.</summary>
    public int[] SortedMembers(int owner, bool byPosition = false)
    {
        int[] members = ArrayPool<int>.Shared.Rent(Math.Max(1, _nodes[owner].Count));
        int count = 0;
        for (int member = _nodes[owner].First; member >= 0; member = _nodes[member].Next)
        {
            members[count++] = member;
        }

        members.AsSpan(0, count).Sort(new NameOrder(this, byPosition));
        return members;
    }

    private void EnsureText(int bytes)
    {
        if (_text.Length - _used < bytes)
        {
            Array.Resize(ref _text, (int)Math.Min(Math.Max((long)_used + bytes, (long)_text.Length * 2), Array.MaxLength));
        }
    }

    private readonly struct NameOrder(JsonTree tree, bool byPosition) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            int order = JsonText.CompareAsUtf16(tree.NameOf(x), tree.NameOf(y));
            return order != 0 || !byPosition ? order : x.CompareTo(y);
        }
    }
}
