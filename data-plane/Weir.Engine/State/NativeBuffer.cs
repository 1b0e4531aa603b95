using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Engine.State;

/// <summary>
/// Growable memory outside the garbage collector's sight, zeroed. Growing moves it: take spans anew after <see cref="EnsureLength"/>. Not thread-safe.
/// </summary>
public sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private T* _items;
    private long _length;

    /// <summary>Room for so many items, all zero.</summary>
    public NativeBuffer(long length = 0) => EnsureLength(length);

    /// <summary>Frees memory that was not disposed of.</summary>
    ~NativeBuffer() => Free();

    /// <summary>How many items there is room for.</summary>
    public long Length => _length;

    /// <summary>How many bytes are taken.</summary>
    public long SizeBytes => _length * sizeof(T);

    /// <summary>The first item; valid until the buffer grows or is disposed of.</summary>
    public T* Pointer => _items;

    /// <summary>An item, without a check of bounds in release builds.</summary>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            System.Diagnostics.Debug.Assert((ulong)index < (ulong)_length, "Index outside of the buffer.");
            return ref _items[index];
        }
    }

    /// <summary>A range of items.</summary>
    public Span<T> Span(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, _length);
        return new Span<T>(_items + start, length);
    }

    /// <summary>Makes room for at least so many items; what is new is zero.</summary>
    public void EnsureLength(long length)
    {
        if (length <= _length)
        {
            return;
        }

        long grown = Math.Max(length, Math.Max(16, _length + (_length >> 1)));
        long oldBytes = _length * sizeof(T);
        long newBytes = checked(grown * sizeof(T));
        _items = (T*)NativeMemory.AlignedRealloc(_items, (nuint)newBytes, 64);
        NativeMemory.Clear((byte*)_items + oldBytes, (nuint)(newBytes - oldBytes));
        _length = grown;
    }

    /// <summary>Makes the first items zero.</summary>
    public void Clear(long count) => NativeMemory.Clear(_items, (nuint)(Math.Min(count, _length) * sizeof(T)));

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_items);
        _items = null;
        _length = 0;
    }
}
