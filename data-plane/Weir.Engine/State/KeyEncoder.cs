using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.State;

/// <summary>Encodes the key columns of a batch. One column of at most eight bytes becomes numbers; anything else becomes bytes by <see cref="ValueCodec"/>.</summary>
public sealed class KeyEncoder
{
    private readonly int[] _columns;
    private readonly bool _isNumeric;
    private readonly bool _isFlat;
    private int[] _places = [];

    /// <summary>An encoder for the columns at these positions, of these types.</summary>
    public KeyEncoder(IReadOnlyList<int> columns, IReadOnlyList<DataType> types)
    {
        _columns = [.. columns];
        _isNumeric = NumericKeys(types);
        _isFlat = FlatKeys(types);
    }

    /// <summary>Whether keys of the types are encoded as numbers.</summary>
    public static bool NumericKeys(IReadOnlyList<DataType> types) =>
        types.Count == 1 && types[0].Physical is PhysicalType.Bool or PhysicalType.Int8 or PhysicalType.Int16 or PhysicalType.Int32 or PhysicalType.Int64;

    /// <summary>Whether no key of the types is nested: <see cref="ColumnCodec"/> writes and reads them.</summary>
    internal static bool FlatKeys(IReadOnlyList<DataType> types) => types.All(t => t.Physical == PhysicalType.Bytes || ValueCodec.FixedSize(t.Physical) > 0);

    /// <summary>Encodes the keys of the rows.</summary>
    public void Encode(ReadOnlySpan<Column> columns, Selection rows, KeyBatch into)
    {
        if (_isNumeric)
        {
            EncodeNumbers(columns[_columns[0]], rows, into);
            return;
        }

        if (_isFlat)
        {
            EncodeColumns(columns, rows, into);
            return;
        }

        into.ResetBytes(rows.Count);
        for (int k = 0; k < rows.Count; k++)
        {
            int row = rows[k];
            foreach (int column in _columns)
            {
                ValueCodec.Write(into.Bytes, columns[column], row);
            }

            into.End(k);
        }
    }

    /// <summary>A column at a time: how long each key is, then its parts, in the form that <see cref="ValueCodec"/> gives.</summary>
    private void EncodeColumns(ReadOnlySpan<Column> columns, Selection rows, KeyBatch into)
    {
        if (_places.Length < rows.Count)
        {
            _places = new int[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
        }

        Span<int> places = _places.AsSpan(0, rows.Count);
        places.Clear();
        foreach (int column in _columns)
        {
            ColumnCodec.AddSizes(columns[column], rows, places);
        }

        byte[] to = into.Lay(places);
        foreach (int column in _columns)
        {
            ColumnCodec.Write(columns[column], rows, to, places);
        }

        into.HashLaid();
    }

    private static void EncodeNumbers(Column column, Selection rows, KeyBatch into)
    {
        into.ResetNumeric(rows.Count, column.HasNulls);
        Span<long> numbers = into.Numbers;
        switch (column)
        {
            case FixedColumn<long> c:
                if (rows.IsDense)
                {
                    c.Values[..numbers.Length].CopyTo(numbers);
                }
                else
                {
                    ReadOnlySpan<long> values = c.Values;
                    ReadOnlySpan<int> indices = rows.Indices;
                    for (int k = 0; k < numbers.Length; k++)
                    {
                        numbers[k] = values[indices[k]];
                    }
                }

                break;
            case FixedColumn<int> c:
                for (int k = 0; k < numbers.Length; k++)
                {
                    numbers[k] = c[rows[k]];
                }

                break;
            case FixedColumn<short> c:
                for (int k = 0; k < numbers.Length; k++)
                {
                    numbers[k] = c[rows[k]];
                }

                break;
            case FixedColumn<sbyte> c:
                for (int k = 0; k < numbers.Length; k++)
                {
                    numbers[k] = c[rows[k]];
                }

                break;
            case FixedColumn<byte> c:
                for (int k = 0; k < numbers.Length; k++)
                {
                    numbers[k] = c[rows[k]];
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }

        if (column.HasNulls)
        {
            Span<byte> nulls = into.Nulls;
            for (int k = 0; k < numbers.Length; k++)
            {
                if (column.Valid[rows[k]] == 0)
                {
                    nulls[k] = 1;
                    numbers[k] = 0;
                }
            }
        }
    }
}
