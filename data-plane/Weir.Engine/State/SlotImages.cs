using System.Runtime.CompilerServices;

namespace Weir.Engine.State;

/// <summary>
/// What some slots keep, as bytes: an image for each slot, in which the columns of state that the slots have follow each other. Images go to snapshots and key-value stores and come back from there. Written in three steps: every column of
/// state adds to <see cref="Sizes"/>, then <see cref="Lay"/>, then every one writes its part of each image. Numbers are little-endian. Used again and again; not thread-safe.
/// </summary>
public sealed class SlotImages
{
    private byte[] _bytes = new byte[4096];
    private int[] _places = new int[256];
    private int[] _ends = new int[256];
    private int _length;

    /// <summary>How many images.</summary>
    public int Count { get; private set; }

    /// <summary>The size of each image in bytes, to be added to before <see cref="Lay"/>.</summary>
    public Span<int> Sizes => _places.AsSpan(0, Count);

    /// <summary>The k-th image.</summary>
    public ReadOnlySpan<byte> this[int k] => _bytes.AsSpan(k == 0 ? 0 : _ends[k - 1], _ends[k] - (k == 0 ? 0 : _ends[k - 1]));

    /// <summary>Begins to write so many images, all of size 0 so far.</summary>
    public void Begin(int count)
    {
        Clear();
        Grow(count);
        Count = count;
        Sizes.Clear();
    }

    /// <summary>Makes room for the images as large as they were said to be.</summary>
    public void Lay()
    {
        int at = 0;
        for (int k = 0; k < Count; k++)
        {
            int size = _places[k];
            _places[k] = at;
            at = checked(at + size);
            _ends[k] = at;
        }

        _length = at;
        if (_bytes.Length < at)
        {
            _bytes = new byte[Math.Max(at, _bytes.Length * 2)];
        }
    }

    /// <summary>Writes a number to the k-th image, behind what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<T>(int k, T value)
        where T : unmanaged
    {
        int at = _places[k];
        Unsafe.WriteUnaligned(ref _bytes.AsSpan(at, Unsafe.SizeOf<T>())[0], value);
        _places[k] = at + Unsafe.SizeOf<T>();
    }

    /// <summary>Writes bytes of a length that the reader knows.</summary>
    public void Write(int k, ReadOnlySpan<byte> value)
    {
        value.CopyTo(_bytes.AsSpan(_places[k]));
        _places[k] += value.Length;
    }

    /// <summary>Writes bytes with their length, <see cref="SizeOf"/> in all.</summary>
    public void WriteBytes(int k, ReadOnlySpan<byte> value)
    {
        Write(k, value.Length);
        Write(k, value);
    }

    /// <summary>How many bytes <see cref="WriteBytes"/> takes.</summary>
    public static int SizeOf(ReadOnlySpan<byte> value) => sizeof(int) + value.Length;

    /// <summary>Forgets all images; <see cref="Add"/> begins to collect some that were written before.</summary>
    public void Clear()
    {
        Count = 0;
        _length = 0;
    }

    /// <summary>Adds an image to be read.</summary>
    public void Add(ReadOnlySpan<byte> image)
    {
        Grow(Count + 1);
        if (_bytes.Length < _length + image.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + image.Length, _bytes.Length * 2));
        }

        image.CopyTo(_bytes.AsSpan(_length));
        _places[Count] = _length;
        _length += image.Length;
        _ends[Count++] = _length;
    }

    /// <summary>Reads a number of the k-th image, behind what has been read.</summary>
    /// <exception cref="StateImageException">The image is shorter.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read<T>(int k)
        where T : unmanaged
    {
        int at = Take(k, Unsafe.SizeOf<T>());
        return Unsafe.ReadUnaligned<T>(ref _bytes[at]);
    }

    /// <summary>Reads bytes that were written with their length; valid until the images are written or read anew.</summary>
    /// <exception cref="StateImageException">The image is shorter.</exception>
    public ReadOnlySpan<byte> ReadBytes(int k)
    {
        int length = Read<int>(k);
        return _bytes.AsSpan(Take(k, length), length);
    }

    /// <summary>Whether all of the k-th image has been read.</summary>
    public bool IsRead(int k) => _places[k] == _ends[k];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Take(int k, int length)
    {
        int at = _places[k];
        if (length < 0 || length > _ends[k] - at)
        {
            throw new StateImageException();
        }

        _places[k] = at + length;
        return at;
    }

    private void Grow(int count)
    {
        if (_places.Length < count)
        {
            Array.Resize(ref _places, Math.Max(count, _places.Length * 2));
            Array.Resize(ref _ends, _places.Length);
        }
    }
}

/// <summary>State that was kept is not of the form that the operator writes.</summary>
public sealed class StateImageException() : Exception("State that was kept is shorter than the operator writes it.");
