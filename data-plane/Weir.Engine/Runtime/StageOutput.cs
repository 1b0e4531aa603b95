using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Runtime;

/// <summary>How an edge shares rows out over the lanes of the stage that reads it.</summary>
public enum Partitioning
{
    /// <summary>Each lane keeps its own rows.</summary>
    Forward,

    /// <summary>By the hash of key columns.</summary>
    Hash,

    /// <summary>All rows to the first lane.</summary>
    Single,
}

/// <summary>The writing end of one edge, on one lane.</summary>
internal sealed class StageOutput
{
    private readonly Partitioning _partitioning;
    private readonly StageQueue[] _queues;
    private readonly KeyEncoder? _encoder;
    private readonly int _keyGroups;
    private readonly KeyBatch _keys = new();
    private readonly int[][] _rows;
    private readonly int[] _counts;
    private readonly int _lane;

    public StageOutput(Partitioning partitioning, StageQueue[] queues, KeyEncoder? encoder, int keyGroups, int lane, int batchRows)
    {
        _partitioning = queues.Length == 1 ? Partitioning.Single : partitioning;
        _queues = queues;
        _encoder = encoder;
        _keyGroups = keyGroups;
        _lane = lane;
        _counts = new int[queues.Length];
        _rows = new int[queues.Length][];
        for (int i = 0; i < queues.Length; i++)
        {
            _rows[i] = new int[_partitioning == Partitioning.Hash ? batchRows : 0];
        }
    }

    /// <summary>Whether more than there is room for may be sent: at a barrier.</summary>
    public bool MayOverflow
    {
        set
        {
            foreach (StageQueue queue in _queues)
            {
                queue.MayOverflow = value;
            }
        }
    }

    public bool HasRoom
    {
        get
        {
            foreach (StageQueue queue in _queues)
            {
                if (!queue.HasRoom)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Sends a batch, and with it one ownership of it.</summary>
    public void Send(Batch batch, BatchPool pool)
    {
        switch (_partitioning)
        {
            case Partitioning.Forward:
                _queues[_lane].Enqueue(StageItem.Of(batch));
                break;
            case Partitioning.Single:
                _queues[0].Enqueue(StageItem.Of(batch));
                break;
            default:
                Split(batch, pool);
                break;
        }
    }

    /// <summary>Sends a sign of time to every lane that reads from this one.</summary>
    public void SendSign(in StageItem sign)
    {
        if (_partitioning == Partitioning.Forward)
        {
            _queues[_lane].Enqueue(sign);
            return;
        }

        foreach (StageQueue queue in _queues)
        {
            queue.Enqueue(sign);
        }
    }

    /// <summary>Each lane gets the same columns with another selection: nothing is copied.</summary>
    private void Split(Batch batch, BatchPool pool)
    {
        Selection rows = batch.Rows;
        _encoder!.Encode(batch.Columns, rows, _keys);
        Array.Clear(_counts);
        ReadOnlySpan<ulong> hashes = _keys.Hashes;
        for (int k = 0; k < hashes.Length; k++)
        {
            int lane = Hashing.KeyGroup(hashes[k], _keyGroups) * _queues.Length / _keyGroups;
            _rows[lane] = _rows[lane].Length > _counts[lane] ? _rows[lane] : Grow(_rows[lane], batch.RowCount);
            _rows[lane][_counts[lane]++] = rows[k];
        }

        for (int lane = 0; lane < _queues.Length; lane++)
        {
            if (_counts[lane] == 0)
            {
                continue;
            }

            Batch part = pool.Rent(batch.Columns.Length, batch.RowCount);
            for (int c = 0; c < batch.Columns.Length; c++)
            {
                part.SetColumn(c, batch.Columns[c].Retain());
            }

            part.CopyKinds(batch);
            part.Select(_rows[lane].AsSpan(0, _counts[lane]));
            _queues[lane].Enqueue(StageItem.Of(part));
        }

        batch.Release();
    }

    private static int[] Grow(int[] rows, int count)
    {
        Array.Resize(ref rows, Math.Max(count, rows.Length * 2));
        return rows;
    }
}
