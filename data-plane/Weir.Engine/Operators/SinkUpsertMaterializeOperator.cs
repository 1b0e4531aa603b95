using System.Buffers.Binary;
using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>What a <see cref="SinkUpsertMaterializeOperator"/> does.</summary>
public sealed record SinkUpsertMaterializeSpec
{
    /// <summary>Positions of the sink's primary key.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>The types of the rows.</summary>
    public required IReadOnlyList<DataType> Types { get; init; }

    /// <summary>Positions of the columns by which the changelog tells its rows apart; none when it does not: then rows are told apart by all of their values.</summary>
    public IReadOnlyList<int> UpsertKey { get; init; } = [];

    /// <summary>How long rows of a key are kept when none of the key comes (table.exec.state.ttl), in processing time; 0 for ever.</summary>
    public long StateTtlMs { get; init; }
}

/// <summary>
/// Before a sink whose key is not the one that the changelog updates by, so that several rows of the changelog may be one row of the sink. Keeps, for each key of the sink, the rows that are there in the order
/// in which they came. The sink has the last: a row that comes is told (+I when it is the only one, else +U); when the last one is taken back the one before it is told again, and a -D when none is left. Taking
/// back any other row tells nothing.
/// <para>
/// A row that comes while one of the same upsert key is there takes its place. Rows are kept with a number (8 bytes, rising), which gives the order; then the values that tell them apart; then the others.
/// </para>
/// </summary>
public sealed class SinkUpsertMaterializeOperator : Operator
{
    private const int NumberBytes = 8;
    private const string RowsOfKeys = "rows";

    private readonly SinkUpsertMaterializeSpec _spec;
    private readonly KeyEncoder _encoder;
    private readonly KeyIndex _index;
    private readonly RowCodec _identity;
    private readonly RowCodec _others;
    private readonly RowsState _rows = new();
    private readonly SlotAges? _ages;
    private readonly KeyBatch _keys = new();
    private readonly ByteWriter _row = new();
    private int[] _slots = [];

    /// <summary>A materialization as specified.</summary>
    public SinkUpsertMaterializeOperator(SinkUpsertMaterializeSpec spec)
    {
        _spec = spec;
        _encoder = new KeyEncoder(spec.Keys, [.. spec.Keys.Select(k => spec.Types[k])]);
        _index = KeyIndex.Create([.. spec.Keys.Select(k => spec.Types[k])]);
        _ages = spec.StateTtlMs > 0 ? new SlotAges(spec.StateTtlMs) : null;
        int[] all = [.. Enumerable.Range(0, spec.Types.Count)];
        int[] identity = spec.UpsertKey.Count > 0 ? [.. spec.UpsertKey] : all;
        _identity = new RowCodec(identity, spec.Types);
        _others = new RowCodec([.. all.Except(identity)], spec.Types);
    }

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        Selection rows = batch.Rows;
        _encoder.Encode(batch.Columns, rows, _keys);
        if (_slots.Length < rows.Count)
        {
            _slots = new int[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
        }

        Span<int> slots = _slots.AsSpan(0, rows.Count);
        _index.FindOrAdd(_keys, slots);
        _index.MarkWritten(slots);
        _rows.EnsureSlots(_index.SlotCount);
        foreach (int slot in _ages is null ? default : _ages.Write(slots, _index.SlotCount, Context.Evaluation.NowMs))
        {
            _rows.ClearSlot(slot);
        }

        Batch output = Context.Pool.Rent(_spec.Types, rows.Count);
        output.TrackKinds();
        foreach (Column column in output.Columns)
        {
            column.EnsureCapacity(rows.Count); // what comes in may be more than a batch has room for
        }

        bool insertOnly = true;
        int at = 0;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = rows[k];
            insertOnly &= batch.KindOf(row).IsRetraction() ? Retract(batch, row, slots[k], output, ref at) : Add(batch, row, slots[k], output, ref at);
        }

        foreach (int slot in slots)
        {
            if (_index.IsLive(slot) && _rows.First(slot) < 0)
            {
                _index.Remove(slot);
            }
        }

        foreach (int slot in _ages is null ? default : _ages.Sweep(_index.SlotCount, Context.Evaluation.NowMs))
        {
            if (_index.IsLive(slot))
            {
                _rows.ClearSlot(slot);
                _index.Remove(slot);
            }
        }

        output.Truncate(at, insertOnly);
        batch.Release();
        Metrics.StateBytes = _index.SizeBytes + _rows.SizeBytes;
        Emit(output);
    }

    /// <inheritdoc/>
    public override void Save(StateSaver saver) => saver.WriteTable(RowsOfKeys, _index, Columns);

    /// <inheritdoc/>
    public override void Load(StateLoader loader) => loader.ReadTable(RowsOfKeys, _index, Columns);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _index.Dispose();
        _rows.Dispose();
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
    }

    private List<SlotState> Columns => _ages is null ? [_rows] : [_rows, _ages];

    /// <summary>Both answer whether they told nothing but an insertion.</summary>
    private bool Add(Batch batch, int row, int slot, Batch output, ref int at)
    {
        Found found = Find(batch, row, slot);
        bool isFirst = found.Last < 0;
        long number = isFirst ? 0 : found.LastNumber + 1;
        if (_spec.UpsertKey.Count > 0 && found.Row >= 0)
        {
            number = found.Number;
            _rows.Add(slot, _rows.ValueOf(found.Row), -1);
        }

        _others.Write(_row, batch.Columns, row);
        BinaryPrimitives.WriteInt64LittleEndian(_row.Buffer, number);
        _rows.Add(slot, _row.Written, 1);
        Copy(batch, row, isFirst ? RowKind.Insert : RowKind.UpdateAfter, output, ref at);
        return isFirst;
    }

    private bool Retract(Batch batch, int row, int slot, Batch output, ref int at)
    {
        Found found = Find(batch, row, slot);
        if (found.Row < 0)
        {
            return true;
        }

        _rows.Add(slot, _rows.ValueOf(found.Row), -1);
        if (_rows.First(slot) < 0)
        {
            Copy(batch, row, RowKind.Delete, output, ref at);
            return false;
        }

        if (found.Row != found.Last)
        {
            return true;
        }

        ReadOnlySpan<byte> kept = _rows.ValueOf(Find(batch, row, slot).Last)[NumberBytes..];
        _others.Read(_identity.Read(kept, output.Columns, at), output.Columns, at);
        output.Kinds[at++] = RowKind.UpdateAfter;
        return false;
    }

    /// <summary>Writes number (still 0) and identity of a row into the buffer, and looks for the first row of the slot that is the same.</summary>
    private Found Find(Batch batch, int row, int slot)
    {
        _row.Clear();
        _row.WriteFixed(0L);
        _identity.Write(_row, batch.Columns, row);
        Found found = new() { Row = -1, Last = -1, Number = long.MaxValue, LastNumber = -1 };
        for (int kept = _rows.First(slot); kept >= 0; kept = _rows.Next(kept))
        {
            ReadOnlySpan<byte> value = _rows.ValueOf(kept);
            long number = BinaryPrimitives.ReadInt64LittleEndian(value);
            if (number > found.LastNumber)
            {
                found.Last = kept;
                found.LastNumber = number;
            }

            if (number < found.Number && _identity.Same(value[NumberBytes..], _row.Written[NumberBytes..], _row.Length - NumberBytes))
            {
                found.Row = kept;
                found.Number = number;
            }
        }

        return found;
    }

    private static void Copy(Batch batch, int row, RowKind kind, Batch output, ref int at)
    {
        for (int c = 0; c < batch.Columns.Length; c++)
        {
            output.Columns[c].CopyRow(at, batch.Columns[c], row);
        }

        output.Kinds[at++] = kind;
    }

    private struct Found
    {
        /// <summary>The first row that is the same; -1 when there is none.</summary>
        public int Row;

        public long Number;

        /// <summary>The row that came last; -1 when there is none.</summary>
        public int Last;

        public long LastNumber;
    }
}
