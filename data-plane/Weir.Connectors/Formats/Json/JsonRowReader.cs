using System.Text;
using Weir.Engine.Batches;

namespace Weir.Connectors.Formats.Json;

/// <summary>
/// ROW, and the message itself. Fields mostly come in the same order in each message, so a name is compared with the one that followed last time before it is looked up.
/// </summary>
internal sealed class JsonRowReader : JsonValueReader
{
    private readonly byte[][] _names; // with the closing quote, so that one comparison tells
    private readonly string[] _texts;
    private readonly int[] _columns;
    private readonly JsonValueReader[] _readers;
    private readonly long[] _seen;
    private readonly bool _failOnMissing;
    private long _round;

    /// <summary>A reader of the fields that have a column.</summary>
    public JsonRowReader(IReadOnlyList<FormatField> fields, JsonOptions options)
    {
        FormatField[] wanted = [.. fields.Where(f => f.Column >= 0)];
        _names = [.. wanted.Select(f => Encoding.UTF8.GetBytes(f.Name + "\""))];
        _texts = [.. wanted.Select(f => f.Name)];
        _columns = [.. wanted.Select(f => f.Column)];
        _readers = [.. wanted.Select(f => JsonReaderFactory.Create(f.Type, options))];
        _seen = new long[wanted.Length];
        _failOnMissing = options.FailOnMissingField;
    }

    /// <summary>Reads an object into the columns.</summary>
    public bool ReadObject(ref JsonCursor cursor, ReadOnlySpan<Column> columns, int row, int depth)
    {
        if (cursor.Peek() != '{')
        {
            return JsonText.WrongKind(ref cursor, "an object");
        }

        cursor.At++;
        _round++;
        int found = 0;
        int next = 0;
        if (cursor.Peek() == '}')
        {
            cursor.At++;
            return Complete(ref cursor, columns, row, found);
        }

        while (true)
        {
            if (cursor.Peek() != '"')
            {
                return cursor.Malformed("expected a field's name");
            }

            int field = ReadName(ref cursor, next);
            if (field == -2)
            {
                return false;
            }

            if (!cursor.Expect((byte)':'))
            {
                return false;
            }

            if (field < 0)
            {
                if (!cursor.Skip(depth + 1))
                {
                    return false;
                }
            }
            else
            {
                if (!_readers[field].Read(ref cursor, columns[_columns[field]], row, depth + 1))
                {
                    cursor.Within(_texts[field]);
                    return false;
                }

                found += _seen[field] == _round ? 0 : 1;
                _seen[field] = _round;
                next = field + 1;
            }

            byte c = cursor.Peek();
            cursor.At++;
            if (c == ',')
            {
                continue;
            }

            if (c == '}')
            {
                return Complete(ref cursor, columns, row, found);
            }

            cursor.At--;
            return cursor.Malformed("expected ',' or '}'");
        }
    }

    protected override bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth) => ReadObject(ref cursor, ((RowColumn)column).Fields, row, depth);

    /// <summary>The field whose name is at the cursor; -1 when nobody wants it, -2 when there is no name.</summary>
    private int ReadName(ref JsonCursor cursor, int expected)
    {
        ReadOnlySpan<byte> rest = cursor.Text[(cursor.At + 1)..];
        if (expected < _names.Length && rest.StartsWith(_names[expected]))
        {
            cursor.At += _names[expected].Length + 1;
            return expected;
        }

        if (!cursor.ReadString(out ReadOnlySpan<byte> name))
        {
            return -2;
        }

        for (int i = 0; i < _names.Length; i++)
        {
            ReadOnlySpan<byte> candidate = _names[i];
            if (candidate.Length == name.Length + 1 && candidate[..^1].SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }

    private bool Complete(ref JsonCursor cursor, ReadOnlySpan<Column> columns, int row, int found)
    {
        if (found == _names.Length)
        {
            return true;
        }

        for (int i = 0; i < _seen.Length; i++)
        {
            if (_seen[i] == _round)
            {
                continue;
            }

            if (_failOnMissing)
            {
                cursor.Error = "the field is missing";
                cursor.Path = _texts[i];
                return false;
            }

            columns[_columns[i]].SetNull(row);
        }

        return true;
    }
}
