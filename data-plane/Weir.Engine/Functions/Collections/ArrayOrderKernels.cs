using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Collections;

/// <summary>The kernels of the functions that need an order of elements; rows with NULL among the arguments are not asked for.</summary>
public static class ArrayOrderKernels
{
    /// <summary>ARRAY_MAX or ARRAY_MIN: NULL elements are passed over; NULL when there is no other.</summary>
    public static ScalarKernel Extreme(bool greatest) => (arguments, result, rows, _) =>
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        foreach (int row in rows)
        {
            int best = -1;
            for (int e = array.Starts[row]; e < array.Starts[row] + array.Lengths[row]; e++)
            {
                if (!array.Elements.IsNull(e) && (best < 0 || (greatest ? IsLess(array.Elements, best, e) : IsLess(array.Elements, e, best))))
                {
                    best = e;
                }
            }

            if (best < 0)
            {
                result.SetNull(row);
            }
            else
            {
                result.CopyRow(row, array.Elements, best);
            }
        }
    };

    // As SQL's < has it: NaN is neither less nor greater than anything.
    private static bool IsLess(Column elements, int left, int right) => elements switch
    {
        FixedColumn<double> c => c[left] < c[right],
        FixedColumn<float> c => c[left] < c[right],
        _ => ColumnComparer.Compare(elements, left, elements, right) < 0,
    };

    /// <summary>ARRAY_SORT(array[, ascending[, nulls first]]); without the third NULLs come first when ascending.</summary>
    public static ScalarKernel Sort()
    {
        int[] order = [];
        return (arguments, result, rows, _) =>
        {
            ArrayColumn array = (ArrayColumn)arguments[0];
            ArrayColumn to = (ArrayColumn)result;
            foreach (int row in rows)
            {
                bool ascending = arguments.Length < 2 || ((FixedColumn<byte>)arguments[1])[row] != 0;
                bool nullsFirst = arguments.Length < 3 ? ascending : ((FixedColumn<byte>)arguments[2])[row] != 0;
                int length = array.Lengths[row];
                if (order.Length < length)
                {
                    order = new int[length * 2];
                }

                int count = 0;
                for (int e = array.Starts[row]; e < array.Starts[row] + length; e++)
                {
                    if (!array.Elements.IsNull(e))
                    {
                        order[count++] = e;
                    }
                }

                order.AsSpan(0, count).Sort(new ColumnComparer.RowOrder(array.Elements));
                int start = to.ElementCount;
                AddNulls(to, nullsFirst ? length - count : 0);
                for (int k = 0; k < count; k++)
                {
                    to.Elements.CopyRow(to.AddElement(), array.Elements, order[ascending ? k : count - 1 - k]);
                }

                AddNulls(to, nullsFirst ? 0 : length - count);
                to.Commit(row, start);
            }
        };
    }

    private static void AddNulls(ArrayColumn to, int count)
    {
        for (; count > 0; count--)
        {
            to.Elements.SetNull(to.AddElement());
        }
    }
}
