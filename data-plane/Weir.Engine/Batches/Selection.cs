namespace Weir.Engine.Batches;

/// <summary>
/// The rows of a batch that a step works on: either the first <see cref="Count"/> rows (dense), or the rows named, in ascending order.
/// </summary>
public readonly ref struct Selection
{
    private readonly ReadOnlySpan<int> _indices;

    /// <summary>The rows 0 to count - 1.</summary>
    public Selection(int count)
    {
        Count = count;
        IsDense = true;
    }

    /// <summary>The rows named, ascending.</summary>
    public Selection(ReadOnlySpan<int> indices)
    {
        _indices = indices;
        Count = indices.Length;
    }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>Whether the rows are 0 to <see cref="Count"/> - 1, so that a loop may run over whole spans.</summary>
    public bool IsDense { get; }

    /// <summary>The rows' positions; empty when dense.</summary>
    public ReadOnlySpan<int> Indices => _indices;

    /// <summary>The position of the k-th row.</summary>
    public int this[int k] => IsDense ? k : _indices[k];

    /// <summary>One more than the highest position; 0 when there are no rows.</summary>
    public int Extent => IsDense ? Count : Count == 0 ? 0 : _indices[Count - 1] + 1;

    /// <summary>Goes over the positions.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Goes over the positions of a selection.</summary>
    public ref struct Enumerator
    {
        private readonly Selection _rows;
        private int _k;

        internal Enumerator(Selection rows)
        {
            _rows = rows;
            _k = -1;
        }

        /// <summary>The position of the row.</summary>
        public readonly int Current => _rows.IsDense ? _k : _rows._indices[_k];

        /// <summary>Goes to the next row.</summary>
        public bool MoveNext() => ++_k < _rows.Count;
    }
}
