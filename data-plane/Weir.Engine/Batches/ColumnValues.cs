using System.Text;
using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>
/// Single values of columns as objects, for constants, configuration, tests and printing: never on a hot path. The forms are
/// bool, sbyte, short, int (also DATE in days, TIME in ms of the day, INTERVAL YEAR TO MONTH in months), long (also INTERVAL DAY TO SECOND in ms, and TIMESTAMP of at
/// most 3 digits in ms), float, double, <see cref="Int128"/> (the unscaled value of DECIMAL; TIMESTAMP of more than 3 digits in ns), string, byte[],
/// object?[] for ARRAY and ROW, KeyValuePair&lt;object?, object?&gt;[] for MAP and MULTISET, and null.
/// </summary>
public static class ColumnValues
{
    /// <summary>The value of a row.</summary>
    public static object? Get(Column column, DataType type, int row)
    {
        if (column.IsNull(row))
        {
            return null;
        }

        switch (column)
        {
            case FixedColumn<byte> c:
                return c[row] != 0;
            case FixedColumn<sbyte> c:
                return c[row];
            case FixedColumn<short> c:
                return c[row];
            case FixedColumn<int> c:
                return c[row];
            case FixedColumn<long> c:
                return c[row];
            case FixedColumn<float> c:
                return c[row];
            case FixedColumn<double> c:
                return c[row];
            case FixedColumn<Int128> c:
                return c[row];
            case BytesColumn c:
                return type.IsCharacterString ? Encoding.UTF8.GetString(c[row]) : c[row].ToArray();
            case ArrayColumn c:
                object?[] elements = new object?[c.Lengths[row]];
                for (int e = 0; e < elements.Length; e++)
                {
                    elements[e] = Get(c.Elements, type.Element, c.Starts[row] + e);
                }

                return elements;
            case MapColumn c:
                KeyValuePair<object?, object?>[] entries = new KeyValuePair<object?, object?>[c.Lengths[row]];
                for (int e = 0; e < entries.Length; e++)
                {
                    int at = c.Starts[row] + e;
                    entries[e] = new(Get(c.Keys, type.Key, at), Get(c.Values, type.Root == TypeRoot.Multiset ? DataType.Int : type.Value, at));
                }

                return entries;
            case RowColumn c:
                object?[] fields = new object?[c.Fields.Length];
                for (int f = 0; f < fields.Length; f++)
                {
                    fields[f] = Get(c.Fields[f], type.Fields[f].Type, row);
                }

                return fields;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>Writes the value of a row.</summary>
    public static void Set(Column column, DataType type, int row, object? value)
    {
        if (value is null)
        {
            column.SetNull(row);
            return;
        }

        column.SetValid(row);
        switch (column)
        {
            case FixedColumn<byte> c:
                c[row] = (bool)value ? (byte)1 : (byte)0;
                break;
            case FixedColumn<sbyte> c:
                c[row] = (sbyte)value;
                break;
            case FixedColumn<short> c:
                c[row] = (short)value;
                break;
            case FixedColumn<int> c:
                c[row] = (int)value;
                break;
            case FixedColumn<long> c:
                c[row] = (long)value;
                break;
            case FixedColumn<float> c:
                c[row] = (float)value;
                break;
            case FixedColumn<double> c:
                c[row] = (double)value;
                break;
            case FixedColumn<Int128> c:
                c[row] = (Int128)value;
                break;
            case BytesColumn c:
                c.Set(row, value is string text ? Encoding.UTF8.GetBytes(text) : (byte[])value);
                break;
            case ArrayColumn c:
                SetArray(c, type, row, (object?[])value);
                break;
            case MapColumn c:
                SetMap(c, type, row, (KeyValuePair<object?, object?>[])value);
                break;
            case RowColumn c:
                object?[] fields = (object?[])value;
                for (int f = 0; f < fields.Length; f++)
                {
                    Set(c.Fields[f], type.Fields[f].Type, row, fields[f]);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>Gives the first rows of an empty column the same value; long values share their bytes.</summary>
    public static void Fill(Column column, DataType type, int count, object? value)
    {
        column.EnsureCapacity(count);
        if (count == 0)
        {
            return;
        }

        Set(column, type, 0, value);
        for (int row = 1; row < count; row++)
        {
            if (value is null)
            {
                column.SetNull(row);
                continue;
            }

            switch (column)
            {
                case BytesColumn c:
                    c.SetRange(row, c.Starts[0], c.Lengths[0]);
                    break;
                case ArrayColumn c:
                    c.SetRange(row, c.Starts[0], c.Lengths[0]);
                    break;
                case MapColumn c:
                    c.SetRange(row, c.Starts[0], c.Lengths[0]);
                    break;
                default:
                    column.CopyRow(row, column, 0);
                    break;
            }
        }
    }

    private static void SetArray(ArrayColumn column, DataType type, int row, object?[] elements)
    {
        int start = column.ElementCount;
        foreach (object? element in elements)
        {
            Set(column.Elements, type.Element, column.AddElement(), element);
        }

        column.Commit(row, start);
    }

    private static void SetMap(MapColumn column, DataType type, int row, KeyValuePair<object?, object?>[] entries)
    {
        int start = column.EntryCount;
        foreach ((object? key, object? entryValue) in entries)
        {
            int at = column.AddEntry();
            Set(column.Keys, type.Key, at, key);
            Set(column.Values, type.Root == TypeRoot.Multiset ? DataType.Int : type.Value, at, entryValue);
        }

        column.Commit(row, start);
    }
}
