using Weir.Engine.Batches;
using Weir.Engine.Runtime;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>
/// Behind a projection of a changelog whose -D carry no more than their key: there, NULLs of columns that are NOT NULL become what Flink's own projections leave in their place (-1, FALSE, an empty text;
/// types that have no such value stay NULL). Readers of such a changelog look at nothing but the key.
/// </summary>
public sealed class KeyOnlyDeleteOperator(IReadOnlyList<DataType> types) : Operator
{
    private readonly int[] _columns = [.. Enumerable.Range(0, types.Count).Where(c => !types[c].IsNullable && HasValue(types[c]))];
    private int[] _rows = [];

    /// <summary>Whether there is anything to do for rows of the types.</summary>
    public static bool IsNeeded(IReadOnlyList<DataType> types) => types.Any(t => !t.IsNullable && HasValue(t));

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        if (!batch.IsInsertOnly && AnyNulls(batch))
        {
            batch = Filled(batch);
        }

        Emit(batch);
    }

    private static bool HasValue(DataType type) =>
        type.IsCharacterString || (!type.IsNested && type.Root is not (TypeRoot.Decimal or TypeRoot.Timestamp or TypeRoot.TimestampLtz) && type.Physical != PhysicalType.Bytes);

    private bool AnyNulls(Batch batch)
    {
        foreach (int column in _columns)
        {
            if (batch.Columns[column].HasNulls)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A batch of the rows alive, with columns of its own: those that came in may be another's too.</summary>
    private Batch Filled(Batch batch)
    {
        int count = batch.SelectedCount;
        if (_rows.Length < count)
        {
            _rows = new int[Math.Max(count, ColumnPool.DefaultBatchRows)];
        }

        int k = 0;
        foreach (int row in batch.Rows)
        {
            _rows[k++] = row;
        }

        Batch filled = Context.Pool.Rent(types, count);
        for (int c = 0; c < types.Count; c++)
        {
            filled.Columns[c].Gather(0, batch.Columns[c], _rows.AsSpan(0, count));
        }

        Span<RowKind> kinds = filled.TrackKinds();
        for (int row = 0; row < count; row++)
        {
            kinds[row] = batch.Kinds[_rows[row]];
            if (kinds[row] == RowKind.Delete)
            {
                foreach (int column in _columns)
                {
                    Fill(filled.Columns[column], row);
                }
            }
        }

        batch.Release();
        return filled;
    }

    private static void Fill(Column column, int row)
    {
        if (!column.IsNull(row))
        {
            return;
        }

        column.SetValid(row);
        switch (column)
        {
            case BytesColumn c:
                c.Set(row, []);
                break;
            case FixedColumn<byte> c:
                c[row] = 0;
                break;
            case FixedColumn<sbyte> c:
                c[row] = -1;
                break;
            case FixedColumn<short> c:
                c[row] = -1;
                break;
            case FixedColumn<int> c:
                c[row] = -1;
                break;
            case FixedColumn<long> c:
                c[row] = -1;
                break;
            case FixedColumn<float> c:
                c[row] = -1;
                break;
            case FixedColumn<double> c:
                c[row] = -1;
                break;
            default:
                break;
        }
    }
}
