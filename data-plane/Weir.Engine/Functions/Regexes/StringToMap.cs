using System.Numerics;
using System.Text.RegularExpressions;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Strings;

namespace Weir.Engine.Functions.Regexes;

/// <summary>
/// STR_TO_MAP(text [, between entries, between key and value]): both delimiters are regular expressions, split as Java's <c>String.split</c> does. Of entries with the same key the last
/// one holds; an entry without the second delimiter has the value NULL.
/// </summary>
public sealed class StringToMap
{
    private readonly Delimiter _entries = new(","u8);
    private readonly Delimiter _keyValue = new("="u8);
    private readonly Utf16Text _text = new();
    private byte[] _key = new byte[256];
    private int[] _slots = new int[64];
    private int _mask;
    private int[] _entryEnds = new int[64];

    /// <summary>A kernel. What is no regular expression fails.</summary>
    public static ScalarKernel Create()
    {
        StringToMap state = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn texts = (BytesColumn)arguments[0];
            foreach (int row in rows)
            {
                if (arguments.Length > 1)
                {
                    state._entries.Use(((BytesColumn)arguments[1])[row]);
                    state._keyValue.Use(((BytesColumn)arguments[2])[row]);
                }

                state.Split(texts[row], (MapColumn)result, row);
            }
        };
    }

    private void Split(ReadOnlySpan<byte> value, MapColumn target, int row)
    {
        int start = target.EntryCount;
        ReadOnlySpan<char> text = _text.Decode(value);
        int count = FindEntries(text);
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)(count * 2) + 1);
        if (_slots.Length < size)
        {
            _slots = new int[size];
        }

        _mask = size - 1;
        _slots.AsSpan(0, size).Clear();
        for (int i = 0; i < count; i++)
        {
            AddEntry(text[_entryEnds[i * 2].._entryEnds[(i * 2) + 1]], target, start);
        }

        target.Commit(row, start);
    }

    /// <summary>The entries' bounds, by pairs; empty ones at the end are left out.</summary>
    private int FindEntries(ReadOnlySpan<char> text)
    {
        int count = 0;
        int from = 0;
        int searched = 0;
        while (_entries.TryFind(text, searched, out int at, out int length))
        {
            searched = at + length;
            bool isEmptyStart = from == 0 && at == 0 && length == 0;
            if (!isEmptyStart)
            {
                Mark(count++, from, at);
                from = searched;
            }

            if (length == 0 && ++searched > text.Length)
            {
                break;
            }
        }

        Mark(count++, from, text.Length);
        while (count > 0 && _entryEnds[(count - 1) * 2] == _entryEnds[((count - 1) * 2) + 1])
        {
            count--;
        }

        return count;
    }

    private void Mark(int entry, int from, int to)
    {
        if (_entryEnds.Length < (entry + 1) * 2)
        {
            Array.Resize(ref _entryEnds, _entryEnds.Length * 2);
        }

        _entryEnds[entry * 2] = from;
        _entryEnds[(entry * 2) + 1] = to;
    }

    private void AddEntry(ReadOnlySpan<char> entry, MapColumn target, int start)
    {
        // An empty match at the start splits nothing off.
        bool found = _keyValue.TryFind(entry, 0, out int at, out int length);
        if (found && at == 0 && length == 0)
        {
            found = !entry.IsEmpty && _keyValue.TryFind(entry, 1, out at, out length);
        }

        ReadOnlySpan<char> key = found ? entry[..at] : entry;
        if (_key.Length < key.Length * 3)
        {
            _key = new byte[key.Length * 6];
        }

        int index = FindOrAdd(_key.AsSpan(0, Utf16Text.Encode(key, _key)), target, start);
        BytesColumn values = (BytesColumn)target.Values;
        if (found)
        {
            values.SetValid(index);
            Utf16Text.Set(values, index, entry[(at + length)..]);
        }
        else
        {
            values.SetNull(index);
        }
    }

    /// <summary>The entry of this map that has the key, or a new one; open addressing, where 0 is a free slot.</summary>
    private int FindOrAdd(ReadOnlySpan<byte> key, MapColumn target, int start)
    {
        BytesColumn keys = (BytesColumn)target.Keys;
        HashCode hash = default;
        hash.AddBytes(key);
        for (int slot = hash.ToHashCode() & _mask; ; slot = (slot + 1) & _mask)
        {
            if (_slots[slot] == 0)
            {
                int added = target.AddEntry();
                keys.Set(added, key);
                _slots[slot] = added - start + 1;
                return added;
            }

            int other = start + _slots[slot] - 1;
            if (keys[other].SequenceEqual(key))
            {
                return other;
            }
        }
    }

    /// <summary>A delimiter: one plain character is looked for as it is, all else as a regular expression.</summary>
    private sealed class Delimiter
    {
        private readonly RegexSearch _search = new("STR_TO_MAP");
        private byte[] _pattern;
        private char _single;

        public Delimiter(ReadOnlySpan<byte> pattern)
        {
            _pattern = pattern.ToArray();
            Prepare();
        }

        public void Use(ReadOnlySpan<byte> pattern)
        {
            if (!pattern.SequenceEqual(_pattern))
            {
                _pattern = pattern.ToArray();
                Prepare();
            }
        }

        /// <summary>The first occurrence from a position on.</summary>
        public bool TryFind(ReadOnlySpan<char> text, int from, out int at, out int length)
        {
            if (_single != 0)
            {
                int found = text[from..].IndexOf(_single);
                at = found + from;
                length = 1;
                return found >= 0;
            }

            try
            {
                Regex.ValueMatchEnumerator matches = _search.For(text).EnumerateMatches(text, from);
                bool isFound = matches.MoveNext();
                at = isFound ? matches.Current.Index : 0;
                length = isFound ? matches.Current.Length : 0;
                return isFound;
            }
            catch (RegexMatchTimeoutException e)
            {
                throw _search.TookTooLong(e);
            }
        }

        private void Prepare()
        {
            bool isPlain = _pattern.Length == 1 && _pattern[0] is > 0 and < 0x80 && !".$|()[{^?*+\\"u8.Contains(_pattern[0]);
            _single = isPlain ? (char)_pattern[0] : '\0';
            if (!isPlain)
            {
                _search.Use(_pattern);
            }
        }
    }
}
