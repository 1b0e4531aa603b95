using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Collections;

/// <summary>The kernels of the functions of maps; rows with NULL among the arguments are not asked for.</summary>
public static class MapKernels
{
    /// <summary>map[key]: NULL where there is no such key. Integer keys may be of another width than the map's.</summary>
    public static void Item(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        MapColumn map = (MapColumn)arguments[0];
        Column key = arguments[1];
        bool sameLayout = map.Keys.Physical == key.Physical;
        foreach (int row in rows)
        {
            int start = map.Starts[row];
            int end = start + map.Lengths[row];
            int at = sameLayout ? ElementEquality.FindKey(map, start, end, key, row) : FindInteger(map, start, end, IntegerAt(key, row));
            if (at < 0)
            {
                result.SetNull(row);
            }
            else
            {
                result.CopyRow(row, map.Values, at);
            }
        }
    }

    private static int FindInteger(MapColumn map, int start, int end, long key)
    {
        for (int e = start; e < end; e++)
        {
            if (!map.Keys.IsNull(e) && IntegerAt(map.Keys, e) == key)
            {
                return e;
            }
        }

        return -1;
    }

    private static long IntegerAt(Column column, int row) => column switch
    {
        FixedColumn<sbyte> c => c[row],
        FixedColumn<short> c => c[row],
        FixedColumn<int> c => c[row],
        _ => ((FixedColumn<long>)column)[row],
    };

    /// <summary>MAP_KEYS.</summary>
    public static void Keys(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context) =>
        Copy((MapColumn)arguments[0], ((MapColumn)arguments[0]).Keys, (ArrayColumn)result, rows);

    /// <summary>MAP_VALUES.</summary>
    public static void Values(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context) =>
        Copy((MapColumn)arguments[0], ((MapColumn)arguments[0]).Values, (ArrayColumn)result, rows);

    private static void Copy(MapColumn map, Column from, ArrayColumn to, Selection rows)
    {
        foreach (int row in rows)
        {
            int start = to.ElementCount;
            for (int e = map.Starts[row]; e < map.Starts[row] + map.Lengths[row]; e++)
            {
                to.Elements.CopyRow(to.AddElement(), from, e);
            }

            to.Commit(row, start);
        }
    }

    /// <summary>MAP_ENTRIES: an array of rows of key and value.</summary>
    public static void Entries(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        MapColumn map = (MapColumn)arguments[0];
        ArrayColumn to = (ArrayColumn)result;
        RowColumn entries = (RowColumn)to.Elements;
        foreach (int row in rows)
        {
            int start = to.ElementCount;
            for (int e = map.Starts[row]; e < map.Starts[row] + map.Lengths[row]; e++)
            {
                int at = to.AddElement();
                entries.SetValid(at);
                entries.Fields[0].CopyRow(at, map.Keys, e);
                entries.Fields[1].CopyRow(at, map.Values, e);
            }

            to.Commit(row, start);
        }
    }

    /// <summary>MAP_FROM_ARRAYS: an error where the arrays differ in length.</summary>
    public static void FromArrays(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn keys = (ArrayColumn)arguments[0];
        ArrayColumn values = (ArrayColumn)arguments[1];
        MapColumn to = (MapColumn)result;
        foreach (int row in rows)
        {
            int length = keys.Lengths[row];
            if (length != values.Lengths[row])
            {
                throw new EvaluationException(
                    $"Invalid function MAP_FROM_ARRAYS call: The length of the keys array {length} is not equal to the length of the values array {values.Lengths[row]}");
            }

            int start = to.EntryCount;
            for (int e = 0; e < length; e++)
            {
                AddEntry(to, keys.Elements, keys.Starts[row] + e, values.Elements, values.Starts[row] + e);
            }

            to.Commit(row, start);
        }
    }

    /// <summary>MAP_UNION: of a key that several maps have, the value of the last counts.</summary>
    public static void Union(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        MapColumn to = (MapColumn)result;
        foreach (int row in rows)
        {
            int start = to.EntryCount;
            for (int a = arguments.Length - 1; a >= 0; a--)
            {
                // Only the keys of later maps are looked at, not those that this map adds.
                int later = to.EntryCount;
                MapColumn map = (MapColumn)arguments[a];
                for (int e = map.Starts[row]; e < map.Starts[row] + map.Lengths[row]; e++)
                {
                    if (ElementEquality.FindKey(to, start, later, map.Keys, e) < 0)
                    {
                        AddEntry(to, map.Keys, e, map.Values, e);
                    }
                }
            }

            to.Commit(row, start);
        }
    }

    internal static void AddEntry(MapColumn to, Column keys, int key, Column values, int value)
    {
        int at = to.AddEntry();
        to.Keys.CopyRow(at, keys, key);
        to.Values.CopyRow(at, values, value);
    }
}
