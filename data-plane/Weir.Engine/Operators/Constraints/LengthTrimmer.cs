using Weir.Engine.Batches;
using Weir.Engine.Functions.Strings;
using Weir.Engine.Types;

namespace Weir.Engine.Operators.Constraints;

/// <summary>Brings the values of a column to the lengths of their type: cuts what is too long, fills up what is too short for CHAR (with spaces) and BINARY (with zeros); in fields of rows too when asked to. NULL stays NULL.</summary>
internal sealed class LengthTrimmer
{
    private readonly DataType _type;
    private readonly LengthTrimmer?[] _fields = [];
    private readonly bool _isText;
    private readonly bool _isFixed;

    private LengthTrimmer(DataType type, LengthTrimmer?[] fields)
    {
        _type = type;
        _fields = fields;
        _isText = type.IsCharacterString;
        _isFixed = type.Root is TypeRoot.Char or TypeRoot.Binary;
    }

    /// <summary>A trimmer for the type; null when there is nothing to be trimmed in it.</summary>
    public static LengthTrimmer? For(DataType type, bool nested)
    {
        if (type.Root == TypeRoot.Row && nested)
        {
            LengthTrimmer?[] fields = [.. type.Fields.Select(f => For(f.Type, nested))];
            return Array.TrueForAll(fields, f => f is null) ? null : new LengthTrimmer(type, fields);
        }

        return (type.IsCharacterString || type.IsBinaryString) && type.Length < DataType.MaxLength ? new LengthTrimmer(type, []) : null;
    }

    /// <summary>Whether the row's value is not yet of the right length.</summary>
    public bool Changes(Column column, int row)
    {
        if (column.IsNull(row))
        {
            return false;
        }

        if (_fields.Length > 0)
        {
            ReadOnlySpan<Column> columns = ((RowColumn)column).Fields;
            for (int f = 0; f < _fields.Length; f++)
            {
                if (_fields[f] is { } field && field.Changes(columns[f], row))
                {
                    return true;
                }
            }

            return false;
        }

        int length = LengthOf(((BytesColumn)column)[row]);
        return length > _type.Length || (_isFixed && length < _type.Length);
    }

    /// <summary>The column with all rows of the selection trimmed, owned by the caller; null when none needs to be.</summary>
    public Column? Trim(ColumnPool pool, Column column, Selection rows)
    {
        bool any = false;
        foreach (int row in rows)
        {
            if (Changes(column, row))
            {
                any = true;
                break;
            }
        }

        if (!any)
        {
            return null;
        }

        Column result = pool.Rent(_type);
        result.EnsureCapacity(rows.Extent);
        foreach (int row in rows)
        {
            Write(result, column, row);
        }

        return result;
    }

    private void Write(Column to, Column from, int row)
    {
        if (!Changes(from, row))
        {
            to.CopyRow(row, from, row);
            return;
        }

        to.SetValid(row);
        if (_fields.Length > 0)
        {
            ReadOnlySpan<Column> target = ((RowColumn)to).Fields;
            ReadOnlySpan<Column> source = ((RowColumn)from).Fields;
            for (int f = 0; f < _fields.Length; f++)
            {
                if (_fields[f] is { } field)
                {
                    field.Write(target[f], source[f], row);
                }
                else
                {
                    target[f].CopyRow(row, source[f], row);
                }
            }

            return;
        }

        WriteBytes((BytesColumn)to, ((BytesColumn)from)[row], row);
    }

    private void WriteBytes(BytesColumn to, ReadOnlySpan<byte> value, int row)
    {
        int missing = _type.Length - LengthOf(value);
        if (missing < 0)
        {
            to.Set(row, value[..(_isText ? CodePoints.OffsetOf(value, _type.Length) : _type.Length)]);
            return;
        }

        int length = value.Length + missing;
        Span<byte> room = to.Reserve(length);
        value.CopyTo(room);
        room[value.Length..length].Fill(_isText ? (byte)' ' : (byte)0);
        to.Commit(row, length);
    }

    private int LengthOf(ReadOnlySpan<byte> value) => _isText ? CodePoints.Count(value) : value.Length;
}
