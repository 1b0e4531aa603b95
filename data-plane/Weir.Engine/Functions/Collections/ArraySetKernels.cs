using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Collections;

/// <summary>The kernels of the functions that take arrays for sets or put them together; rows with NULL among the arguments are not asked for. The order is that of first appearance.</summary>
public static class ArraySetKernels
{
    /// <summary>ARRAY_CONCAT of one or more arrays.</summary>
    public static void Concat(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn to = (ArrayColumn)result;
        foreach (int row in rows)
        {
            int start = to.ElementCount;
            foreach (Column argument in arguments)
            {
                ArrayColumn array = (ArrayColumn)argument;
                ArrayKernels.CopyElements(to, array, array.Starts[row], array.Lengths[row]);
            }

            to.Commit(row, start);
        }
    }

    /// <summary>ARRAY_UNION of two arrays, or ARRAY_DISTINCT of one.</summary>
    public static ScalarKernel Union()
    {
        ElementSet seen = new();
        return (arguments, result, rows, _) =>
        {
            ArrayColumn to = (ArrayColumn)result;
            foreach (int row in rows)
            {
                int start = to.ElementCount;
                seen.Clear(to.Elements);
                foreach (Column argument in arguments)
                {
                    ArrayColumn array = (ArrayColumn)argument;
                    for (int e = array.Starts[row]; e < array.Starts[row] + array.Lengths[row]; e++)
                    {
                        AddOnce(to, seen, array.Elements, e);
                    }
                }

                to.Commit(row, start);
            }
        };
    }

    /// <summary>ARRAY_INTERSECT: the elements of the first array that are in the second; ARRAY_EXCEPT: those that are not.</summary>
    public static ScalarKernel Filter(bool keepCommon)
    {
        ElementSet others = new();
        ElementSet seen = new();
        return (arguments, result, rows, _) =>
        {
            ArrayColumn array = (ArrayColumn)arguments[0];
            ArrayColumn other = (ArrayColumn)arguments[1];
            ArrayColumn to = (ArrayColumn)result;
            foreach (int row in rows)
            {
                others.Clear(other.Elements);
                for (int e = other.Starts[row]; e < other.Starts[row] + other.Lengths[row]; e++)
                {
                    others.Add(e);
                }

                int start = to.ElementCount;
                seen.Clear(to.Elements);
                for (int e = array.Starts[row]; e < array.Starts[row] + array.Lengths[row]; e++)
                {
                    if (others.Contains(array.Elements, e) == keepCommon)
                    {
                        AddOnce(to, seen, array.Elements, e);
                    }
                }

                to.Commit(row, start);
            }
        };
    }

    private static void AddOnce(ArrayColumn to, ElementSet seen, Column elements, int element)
    {
        if (!seen.Contains(elements, element))
        {
            int at = to.AddElement();
            to.Elements.CopyRow(at, elements, element);
            seen.Add(at);
        }
    }
}
