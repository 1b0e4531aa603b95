using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Engine.State;

namespace Weir.Engine.Operators;

/// <summary>
/// Makes a complete changelog of upserts: keeps the last row of each key, and tells what each row does to it:
/// <code>
///                     no row of the key          the same row      another row
///   +I, +U            +I                         nothing           -U (the one kept), +U
///   +I, +U, unmet     nothing                    nothing           -D (the one kept), forgotten
///   -D, -U            nothing                    -D (the one kept), forgotten
/// </code>
/// A -D always has the whole row, though the one that comes in may have no more than its key. With mini-batch only the last row of each key in a bundle counts.
/// </summary>
public sealed partial class ChangelogNormalizeOperator : Operator
{
    private const string RowsOfKeys = "rows";

    private readonly ChangelogNormalizeSpec _spec;
    private readonly KeyEncoder _encoder;
    private readonly KeyIndex _index;
    private readonly RowCodec _codec;
    private readonly RowsState _last = new();
    private readonly SlotAges? _ages;
    private readonly KeyBatch _keys = new();
    private readonly ByteWriter _row = new();
    private Expression[] _conditions = [];
    private int _chunkRows;
    private Batch? _batch;
    private int[] _rows = [];
    private int _rowCount;
    private int _position;
    private int[] _slots = [];
    private int[] _passing = [];
    private byte[] _passes = [];

    /// <summary>A normalization as specified.</summary>
    public ChangelogNormalizeOperator(ChangelogNormalizeSpec spec)
    {
        _spec = spec;
        _encoder = new KeyEncoder(spec.Keys, [.. spec.Keys.Select(k => spec.Types[k])]);
        _index = KeyIndex.Create([.. spec.Keys.Select(k => spec.Types[k])]);
        _ages = spec.StateTtlMs > 0 ? new SlotAges(spec.StateTtlMs) : null;
        _codec = new RowCodec([.. Enumerable.Range(0, spec.Types.Count).Except(spec.Keys)], spec.Types);
    }

    /// <inheritdoc/>
    public override bool HasPending => _batch is not null;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        if (IsMiniBatch)
        {
            Bundle(batch);
        }
        else
        {
            Begin(batch);
        }
    }

    /// <inheritdoc/>
    public override void Continue()
    {
        int count = Math.Min(_chunkRows, _rowCount - _position);
        Batch batch = _batch!;
        Batch output = Changes(batch, _rows.AsSpan(_position, count));
        _position += count;
        if (_position >= _rowCount)
        {
            _batch = null;
            batch.Release();
            Sweep();
            Metrics.StateBytes = _index.SizeBytes + _last.SizeBytes;
        }

        Emit(output);
    }

    /// <inheritdoc/>
    public override void OnWatermark(long watermark)
    {
        if (_spec.FollowsWatermarks)
        {
            Flush();
        }

        Context.Evaluation.CurrentWatermarkMs = watermark;
    }

    /// <inheritdoc/>
    public override void OnEnd() => Flush();

    /// <summary>Ends the bundle.</summary>
    public override void BeforeSave() => Flush();

    /// <inheritdoc/>
    public override void Save(StateSaver saver) => saver.WriteTable(RowsOfKeys, _index, Columns);

    /// <inheritdoc/>
    public override void Load(StateLoader loader) => loader.ReadTable(RowsOfKeys, _index, Columns);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _batch?.Release();
        _batch = null;
        DropBundle();
        _index.Dispose();
        _last.Dispose();
        _ages?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        if (Context.HasCheckpoints)
        {
            _index.TrackChanges();
        }

        _chunkRows = Math.Max(1, Context.Pool.BatchRows / 2);
        _conditions = _spec.Conditions?.Invoke() ?? [];
        _slots = new int[_chunkRows];
        _passing = new int[_chunkRows];
        _passes = new byte[_chunkRows];
    }

    private List<SlotState> Columns => _ages is null ? [_last] : [_last, _ages];

    private void Begin(Batch batch)
    {
        _batch = batch;
        _position = 0;
        _rowCount = batch.SelectedCount;
        if (_rows.Length < _rowCount)
        {
            _rows = new int[Math.Max(_rowCount, ColumnPool.DefaultBatchRows)];
        }

        int k = 0;
        foreach (int row in batch.Rows)
        {
            _rows[k++] = row;
        }

        Continue();
    }

    private Batch Changes(Batch batch, ReadOnlySpan<int> rows)
    {
        _encoder.Encode(batch.Columns, new Selection(rows), _keys);
        Span<int> slots = _slots.AsSpan(0, rows.Length);
        _index.FindOrAdd(_keys, slots);
        _index.MarkWritten(slots);
        _last.EnsureSlots(_index.SlotCount);
        foreach (int slot in _ages is null ? default : _ages.Write(slots, _index.SlotCount, Context.Evaluation.NowMs))
        {
            _last.ClearSlot(slot);
        }

        Judge(batch, rows);
        Batch output = Context.Pool.Rent(_spec.Types, rows.Length * 2);
        output.TrackKinds();
        bool insertOnly = true;
        int at = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            insertOnly &= Change(batch, rows[k], slots[k], _passes[k] != 0, output, ref at);
        }

        foreach (int slot in slots)
        {
            if (_index.IsLive(slot) && _last.First(slot) < 0)
            {
                _index.Remove(slot);
            }
        }

        output.Truncate(at, insertOnly);
        return output;
    }

    /// <summary>Takes out some of the keys that have expired and have not come again.</summary>
    private void Sweep()
    {
        foreach (int slot in _ages is null ? default : _ages.Sweep(_index.SlotCount, Context.Evaluation.NowMs))
        {
            if (_index.IsLive(slot))
            {
                _last.ClearSlot(slot);
                _index.Remove(slot);
            }
        }
    }

    /// <summary>Tells which rows that put something in place meet the conditions.</summary>
    private void Judge(Batch batch, ReadOnlySpan<int> rows)
    {
        if (_conditions.Length == 0)
        {
            Array.Fill(_passes, (byte)1, 0, rows.Length);
            return;
        }

        int count = 0;
        foreach (int row in rows)
        {
            if (!batch.KindOf(row).IsRetraction())
            {
                _passing[count++] = row;
            }
        }

        foreach (Expression condition in _conditions)
        {
            Selection candidates = new(_passing.AsSpan(0, count));
            FixedColumn<byte> holds = (FixedColumn<byte>)condition.Evaluate(Context.Evaluation, batch, candidates);
            count = Conditions.Collect(holds, candidates, _passing);
            holds.Release();
        }

        int next = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            bool passes = next < count && _passing[next] == rows[k];
            next += passes ? 1 : 0;
            _passes[k] = passes ? (byte)1 : (byte)0;
        }
    }

    /// <summary>Applies one row; answers whether it told nothing but an insertion.</summary>
    private bool Change(Batch batch, int row, int slot, bool passes, Batch output, ref int at)
    {
        int kept = _last.First(slot);
        if (batch.KindOf(row).IsRetraction())
        {
            return kept < 0 || Forget(batch, row, slot, output, ref at);
        }

        if (kept < 0)
        {
            if (passes)
            {
                Keep(batch, row, slot);
                Copy(batch, row, RowKind.Insert, output, ref at);
            }

            return true;
        }

        _row.Clear();
        _codec.Write(_row, batch.Columns, row);
        if (_ages is null && _codec.Same(_last.ValueOf(kept), _row.Written, _row.Length))
        {
            return true;
        }

        if (!passes)
        {
            return Forget(batch, row, slot, output, ref at);
        }

        if (_spec.EmitsUpdateBefore)
        {
            Restore(batch, row, kept, RowKind.UpdateBefore, output, ref at);
        }

        _last.ClearSlot(slot);
        _last.Add(slot, _row.Written, 1);
        Copy(batch, row, RowKind.UpdateAfter, output, ref at);
        return false;
    }

    private void Keep(Batch batch, int row, int slot)
    {
        _row.Clear();
        _codec.Write(_row, batch.Columns, row);
        _last.Add(slot, _row.Written, 1);
    }

    private bool Forget(Batch batch, int row, int slot, Batch output, ref int at)
    {
        Restore(batch, row, _last.First(slot), RowKind.Delete, output, ref at);
        _last.ClearSlot(slot);
        return false;
    }

    private static void Copy(Batch batch, int row, RowKind kind, Batch output, ref int at)
    {
        for (int c = 0; c < batch.Columns.Length; c++)
        {
            output.Columns[c].CopyRow(at, batch.Columns[c], row);
        }

        output.Kinds[at++] = kind;
    }

    /// <summary>Writes the row kept; the key is that of the row that came in.</summary>
    private void Restore(Batch batch, int row, int kept, RowKind kind, Batch output, ref int at)
    {
        foreach (int key in _spec.Keys)
        {
            output.Columns[key].CopyRow(at, batch.Columns[key], row);
        }

        _codec.Read(_last.ValueOf(kept), output.Columns, at);
        output.Kinds[at++] = kind;
    }
}
