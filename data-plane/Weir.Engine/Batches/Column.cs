using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>
/// The values of one column of a batch, with validity.
/// <para>
/// A row that is NULL has validity 0; its value is unspecified but safe to read (a bytes, array or map value is empty).
/// When <see cref="HasNulls"/> is false no row is NULL and <see cref="Valid"/> is not kept.
/// </para>
/// <para>
/// Columns come from a <see cref="ColumnPool"/> and are counted: <see cref="Retain"/> for each further owner, <see cref="Release"/> when
/// done. A column is written only while it has one owner. Not thread-safe but for the count.
/// </para>
/// </summary>
public abstract class Column
{
    private byte[] _valid = [];
    private int _references = 1;

    private protected Column(PhysicalType physical, int capacity)
    {
        Physical = physical;
        Capacity = capacity;
    }

    /// <summary>The layout.</summary>
    public PhysicalType Physical { get; }

    /// <summary>How many rows there is room for.</summary>
    public int Capacity { get; private set; }

    /// <summary>Whether some row may be NULL.</summary>
    public bool HasNulls { get; private set; }

    /// <summary>One byte a row, 1 for a value and 0 for NULL. Only to be read when <see cref="HasNulls"/>.</summary>
    public Span<byte> Valid => _valid;

    internal ColumnPool? Pool { get; set; }

    internal DataType? PooledType { get; set; }

    /// <summary>Whether the row is NULL.</summary>
    public bool IsNull(int row) => HasNulls && _valid[row] == 0;

    /// <summary>Makes the row NULL.</summary>
    public void SetNull(int row)
    {
        TrackNulls();
        _valid[row] = 0;
        ClearValue(row);
    }

    /// <summary>Makes the row not NULL (its value is written apart).</summary>
    public void SetValid(int row)
    {
        if (HasNulls)
        {
            _valid[row] = 1;
        }
    }

    /// <summary>Starts to keep validity: all rows are valid until set otherwise.</summary>
    public Span<byte> TrackNulls()
    {
        if (!HasNulls)
        {
            if (_valid.Length < Capacity)
            {
                _valid = new byte[Capacity];
            }

            Array.Fill(_valid, (byte)1);
            HasNulls = true;
        }

        return _valid;
    }

    /// <summary>Makes room for that many rows; what is there stays.</summary>
    public void EnsureCapacity(int rows)
    {
        if (rows <= Capacity)
        {
            return;
        }

        int capacity = Math.Max(rows, Capacity * 2);
        if (_valid.Length > 0)
        {
            int old = _valid.Length;
            Array.Resize(ref _valid, capacity);
            Array.Fill(_valid, (byte)1, old, capacity - old);
        }

        Grow(capacity);
        Capacity = capacity;
    }

    /// <summary>Copies one row of a column of the same layout, NULL or not, to a row of this one.</summary>
    public void CopyRow(int row, Column source, int sourceRow)
    {
        if (source.IsNull(sourceRow))
        {
            SetNull(row);
            return;
        }

        SetValid(row);
        CopyValue(row, source, sourceRow);
    }

    /// <summary>Copies rows of a column of the same layout to the rows from <paramref name="start"/> on, in the order given.</summary>
    public void Gather(int start, Column source, ReadOnlySpan<int> sourceRows)
    {
        EnsureCapacity(start + sourceRows.Length);
        if (source.HasNulls)
        {
            Span<byte> valid = TrackNulls()[start..];
            ReadOnlySpan<byte> from = source.Valid;
            for (int k = 0; k < sourceRows.Length; k++)
            {
                valid[k] = from[sourceRows[k]];
            }
        }
        else if (HasNulls)
        {
            Valid.Slice(start, sourceRows.Length).Fill(1);
        }

        GatherValues(start, source, sourceRows);
    }

    /// <summary>Adds an owner, and returns the column.</summary>
    public Column Retain()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    /// <summary>Takes an owner away; the last one returns the column to its pool.</summary>
    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        if (left == 0)
        {
            Pool?.Return(this);
        }

        System.Diagnostics.Debug.Assert(left >= 0, "A column was released more often than retained.");
    }

    /// <summary>Forgets all values and NULLs, for use anew.</summary>
    public virtual void Clear() => HasNulls = false;

    internal void Revive() => _references = 1;

    private protected abstract void Grow(int capacity);

    private protected abstract void ClearValue(int row);

    private protected abstract void CopyValue(int row, Column source, int sourceRow);

    private protected abstract void GatherValues(int start, Column source, ReadOnlySpan<int> sourceRows);
}
