using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Collections;

namespace Weir.Engine.Functions.Values;

/// <summary>The kernels of the constructors ARRAY, MAP, ROW and MULTISET; they look at NULL themselves.</summary>
public static class ConstructKernels
{
    /// <summary>ARRAY over arguments of one layout.</summary>
    public static void Array(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn to = (ArrayColumn)result;
        foreach (int row in rows)
        {
            int start = to.ElementCount;
            foreach (Column argument in arguments)
            {
                to.Elements.CopyRow(to.AddElement(), argument, row);
            }

            to.Commit(row, start);
        }
    }

    /// <summary>MAP over a key, its value, the next key and so on; of a key that comes again the last value counts.</summary>
    public static void Map(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        MapColumn to = (MapColumn)result;
        foreach (int row in rows)
        {
            int start = to.EntryCount;
            for (int a = 0; a < arguments.Length; a += 2)
            {
                int at = ElementEquality.FindKey(to, start, to.EntryCount, arguments[a], row);
                if (at >= 0)
                {
                    to.Values.CopyRow(at, arguments[a + 1], row);
                }
                else
                {
                    MapKernels.AddEntry(to, arguments[a], row, arguments[a + 1], row);
                }
            }

            to.Commit(row, start);
        }
    }

    /// <summary>ROW over one argument for each field.</summary>
    public static void Row(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        RowColumn to = (RowColumn)result;
        for (int f = 0; f < arguments.Length; f++)
        {
            Column field = to.Fields[f];
            foreach (int row in rows)
            {
                field.CopyRow(row, arguments[f], row);
            }
        }
    }

    /// <summary>MULTISET over arguments of one layout: each value with how often it comes.</summary>
    public static void Multiset(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        MapColumn to = (MapColumn)result;
        FixedColumn<int> counts = (FixedColumn<int>)to.Values;
        foreach (int row in rows)
        {
            int start = to.EntryCount;
            foreach (Column argument in arguments)
            {
                int at = ElementEquality.FindKey(to, start, to.EntryCount, argument, row);
                if (at >= 0)
                {
                    counts[at]++;
                }
                else
                {
                    at = to.AddEntry();
                    to.Keys.CopyRow(at, argument, row);
                    counts.SetValid(at);
                    counts[at] = 1;
                }
            }

            to.Commit(row, start);
        }
    }

    /// <summary>A field of a row; the row is the first argument and not NULL.</summary>
    public static ScalarKernel Field(int index) => (arguments, result, rows, _) =>
    {
        Column field = ((RowColumn)arguments[0]).Fields[index];
        foreach (int row in rows)
        {
            result.CopyRow(row, field, row);
        }
    };

    /// <summary>The same text, or NULL, in each row.</summary>
    public static ScalarKernel Constant(byte[]? text) => (_, result, rows, _) =>
    {
        BytesColumn to = (BytesColumn)result;
        int start = text is null ? 0 : to.Append(text);
        foreach (int row in rows)
        {
            if (text is null)
            {
                to.SetNull(row);
            }
            else
            {
                to.SetRange(row, start, text.Length);
            }
        }
    };
}
