using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>A column of lists: each row is a start and a length in one column of elements.</summary>
public sealed class ArrayColumn : Column
{
    private int[] _starts;
    private int[] _lengths;

    internal ArrayColumn(int capacity, Column elements)
        : base(PhysicalType.Array, capacity)
    {
        _starts = new int[capacity];
        _lengths = new int[capacity];
        Elements = elements;
    }

    /// <summary>All elements; a row's are those from its start.</summary>
    public Column Elements { get; }

    /// <summary>How many of the elements are in use.</summary>
    public int ElementCount { get; private set; }

    /// <summary>Where each row's elements start.</summary>
    public Span<int> Starts => _starts;

    /// <summary>How many elements each row has.</summary>
    public Span<int> Lengths => _lengths;

    /// <summary>Adds room for one element at the end and returns its position; write it in <see cref="Elements"/>.</summary>
    public int AddElement()
    {
        Elements.EnsureCapacity(ElementCount + 1);
        return ElementCount++;
    }

    /// <summary>Makes the elements from <paramref name="start"/> to the last one added the value of the row.</summary>
    public void Commit(int row, int start) => SetRange(row, start, ElementCount - start);

    /// <summary>Makes a range of the elements the value of the row.</summary>
    public void SetRange(int row, int start, int length)
    {
        _starts[row] = start;
        _lengths[row] = length;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Elements.Clear();
        ElementCount = 0;
    }

    private protected override void Grow(int capacity)
    {
        Array.Resize(ref _starts, capacity);
        Array.Resize(ref _lengths, capacity);
    }

    private protected override void ClearValue(int row) => SetRange(row, 0, 0);

    private protected override void CopyValue(int row, Column source, int sourceRow)
    {
        ArrayColumn from = (ArrayColumn)source;
        int start = ElementCount;
        for (int e = 0; e < from._lengths[sourceRow]; e++)
        {
            Elements.CopyRow(AddElement(), from.Elements, from._starts[sourceRow] + e);
        }

        Commit(row, start);
    }

    private protected override void GatherValues(int start, Column source, ReadOnlySpan<int> sourceRows)
    {
        for (int k = 0; k < sourceRows.Length; k++)
        {
            if (source.IsNull(sourceRows[k]))
            {
                ClearValue(start + k);
            }
            else
            {
                CopyValue(start + k, source, sourceRows[k]);
            }
        }
    }
}
