namespace Weir.Benchmarks.Tables;

/// <summary>What is kept of slices of event time that are still open, in the order of their ends; there are few. What a slice used is used again.</summary>
internal sealed class OpenSlices<T>(Func<T> create, Action<T> clear)
    where T : class
{
    private readonly List<(long End, T State)> _open = [];
    private readonly Stack<T> _free = new();

    /// <summary>The end of the first slice; the greatest number when there is none.</summary>
    public long FirstEnd => _open.Count == 0 ? long.MaxValue : _open[0].End;

    /// <summary>What is kept of the slice with that end.</summary>
    public T Get(long end)
    {
        int at = _open.Count;
        while (at > 0 && _open[at - 1].End >= end)
        {
            at--;
            if (_open[at].End == end)
            {
                return _open[at].State;
            }
        }

        T state = _free.TryPop(out T? free) ? free : create();
        _open.Insert(at, (end, state));
        return state;
    }

    /// <summary>What is kept of the slice with that end, or null.</summary>
    public T? Find(long end)
    {
        foreach ((long at, T state) in _open)
        {
            if (at == end)
            {
                return state;
            }
        }

        return null;
    }

    /// <summary>Takes the first slice out; give it back with <see cref="Return"/>.</summary>
    public T TakeFirst()
    {
        T state = _open[0].State;
        _open.RemoveAt(0);
        return state;
    }

    public void Return(T state)
    {
        clear(state);
        _free.Push(state);
    }
}
