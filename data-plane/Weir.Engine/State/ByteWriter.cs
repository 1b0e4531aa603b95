using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Engine.State;

/// <summary>A growable buffer of bytes, used again and again.</summary>
public sealed class ByteWriter
{
    private byte[] _bytes = new byte[256];

    /// <summary>How many bytes have been written.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The buffer itself.</summary>
    public byte[] Buffer => _bytes;

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends a byte.</summary>
    public void WriteByte(byte value)
    {
        Ensure(1);
        _bytes[Length++] = value;
    }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        Ensure(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>Appends a value of fixed size, little-endian.</summary>
    public void WriteFixed<T>(T value)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        Ensure(size);
        MemoryMarshal.Write(_bytes.AsSpan(Length), in value);
        Length += size;
    }

    /// <summary>Counts so many bytes as written, and returns the buffer to write them to.</summary>
    public byte[] Reserve(int bytes)
    {
        Ensure(bytes);
        Length += bytes;
        return _bytes;
    }

    private void Ensure(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(Length + bytes, _bytes.Length * 2));
        }
    }
}
