using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>MAP to MAP and MULTISET to MULTISET. Of keys that become equal, the last one's value (or count) stays, as in Flink.</summary>
internal sealed class MapCast(DataType from, DataType to, CastMode mode, CastKernel key, CastKernel value, bool keysMayMeet) : CastKernel(from, to, mode)
{
    private readonly UsedElements _used = new();

    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        MapColumn maps = (MapColumn)source;
        MapColumn to = (MapColumn)result;
        Selection entries = _used.Of(maps.Starts, maps.Lengths, rows);
        while (to.EntryCount < entries.Extent)
        {
            to.AddEntry();
        }

        key.Cast(maps.Keys, to.Keys, entries, context);
        value.Cast(maps.Values, to.Values, entries, context);
        foreach (int row in rows)
        {
            int start = maps.Starts[row];
            int length = maps.Lengths[row];
            if (AnyFailedIn(start, length))
            {
                MarkFailed(result, row);
            }
            else if (keysMayMeet && HasEqualKeys(to.Keys, start, length))
            {
                Merge(to, row, start, length);
            }
            else
            {
                to.SetRange(row, start, length);
            }
        }
    }

    private bool AnyFailedIn(int start, int length)
    {
        if (key.AnyFailed || value.AnyFailed)
        {
            for (int at = start; at < start + length; at++)
            {
                if (key.HasFailed(at) || value.HasFailed(at))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasEqualKeys(Column keys, int start, int length)
    {
        for (int at = start + 1; at < start + length; at++)
        {
            if (IndexOfKey(keys, start, at, at) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void Merge(MapColumn to, int row, int start, int length)
    {
        int merged = to.EntryCount;
        for (int at = start; at < start + length; at++)
        {
            int same = IndexOfKey(to.Keys, merged, to.EntryCount, at);
            if (same < 0)
            {
                same = to.AddEntry();
                to.Keys.CopyRow(same, to.Keys, at);
            }

            to.Values.CopyRow(same, to.Values, at);
        }

        to.Commit(row, merged);
    }

    private static int IndexOfKey(Column keys, int start, int end, int wanted)
    {
        for (int at = start; at < end; at++)
        {
            if (ColumnRows.AreEqual(keys, at, wanted))
            {
                return at;
            }
        }

        return -1;
    }
}
