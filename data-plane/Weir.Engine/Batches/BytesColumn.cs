using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>
/// A column of byte strings (UTF-8 for CHAR and VARCHAR): each row is a start and a length in one buffer, in any order and overlapping if
/// need be, so that a substring, a repeated value or a reordering copies no bytes.
/// </summary>
public sealed class BytesColumn : Column
{
    private int[] _starts;
    private int[] _lengths;
    private byte[] _data;
    private int _used;

    internal BytesColumn(int capacity)
        : base(PhysicalType.Bytes, capacity)
    {
        _starts = new int[capacity];
        _lengths = new int[capacity];
        _data = new byte[Math.Max(16, capacity * 8)];
    }

    /// <summary>Where each row's value starts in <see cref="Data"/>.</summary>
    public Span<int> Starts => _starts;

    /// <summary>How many bytes each row's value has.</summary>
    public Span<int> Lengths => _lengths;

    /// <summary>The buffer; the first <see cref="UsedBytes"/> bytes are in use.</summary>
    public byte[] Data => _data;

    /// <summary>How many bytes of the buffer are in use.</summary>
    public int UsedBytes => _used;

    /// <summary>The value of a row (empty when NULL). Valid until the column is next written.</summary>
    public ReadOnlySpan<byte> this[int row] => _data.AsSpan(_starts[row], _lengths[row]);

    /// <summary>Writes the value of a row.</summary>
    public void Set(int row, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        Commit(row, value.Length);
    }

    /// <summary>Room for at least so many bytes at the buffer's end; write there, then <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_data.Length - _used < bytes)
        {
            long wanted = Math.Max((long)_used + bytes, Math.Min((long)_data.Length * 2, Array.MaxLength));
            if (wanted > Array.MaxLength)
            {
                throw new InvalidOperationException("A batch's column holds more than 2 GB of text.");
            }

            Array.Resize(ref _data, (int)wanted);
        }

        return _data.AsSpan(_used);
    }

    /// <summary>Makes the first <paramref name="bytes"/> of what was reserved the value of the row.</summary>
    public void Commit(int row, int bytes)
    {
        _starts[row] = _used;
        _lengths[row] = bytes;
        _used += bytes;
    }

    /// <summary>Makes the row a part of the buffer that was written before.</summary>
    public void SetRange(int row, int start, int length)
    {
        _starts[row] = start;
        _lengths[row] = length;
    }

    /// <summary>Adds bytes to the buffer without a row, and returns where they start; rows may then name ranges of them.</summary>
    public int Append(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        int start = _used;
        _used += value.Length;
        return start;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _used = 0;
    }

    private protected override void Grow(int capacity)
    {
        Array.Resize(ref _starts, capacity);
        Array.Resize(ref _lengths, capacity);
    }

    private protected override void ClearValue(int row)
    {
        _starts[row] = 0;
        _lengths[row] = 0;
    }

    private protected override void CopyValue(int row, Column source, int sourceRow) => Set(row, ((BytesColumn)source)[sourceRow]);

    private protected override void GatherValues(int start, Column source, ReadOnlySpan<int> sourceRows)
    {
        BytesColumn from = (BytesColumn)source;
        for (int k = 0; k < sourceRows.Length; k++)
        {
            if (k > 0 && sourceRows[k] == sourceRows[k - 1])
            {
                SetRange(start + k, _starts[start + k - 1], _lengths[start + k - 1]);
            }
            else if (source.IsNull(sourceRows[k]))
            {
                ClearValue(start + k);
            }
            else
            {
                Set(start + k, from[sourceRows[k]]);
            }
        }
    }
}
