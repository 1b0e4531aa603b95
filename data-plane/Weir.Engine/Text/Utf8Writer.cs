using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace Weir.Engine.Text;

/// <summary>A growing buffer of UTF-8 for use again and again: once it is large enough, writing allocates nothing. Not thread-safe.</summary>
public sealed class Utf8Writer(int capacity = 256)
{
    private byte[] _bytes = new byte[Math.Max(capacity, 16)];
    private int _length;

    /// <summary>How many bytes are written.</summary>
    public int Length => _length;

    /// <summary>What is written. Valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>What is written, as memory. Valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    /// <summary>Forgets what is written.</summary>
    public void Clear() => _length = 0;

    /// <summary>Forgets what is written after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => _length = Math.Min(_length, length);

    /// <summary>Room for at least so many bytes at the end; write there, then <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            Grow(bytes);
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>Adds the first <paramref name="bytes"/> of what was reserved.</summary>
    public void Advance(int bytes) => _length += bytes;

    /// <summary>Adds one byte, an ASCII character.</summary>
    public void Write(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        _length += value.Length;
    }

    /// <summary>Adds text.</summary>
    public void Write(ReadOnlySpan<char> value)
    {
        Span<byte> room = Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        _length += Encoding.UTF8.GetBytes(value, room);
    }

    /// <summary>Adds an integer in decimal.</summary>
    public void Write(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out int written);
        _length += written;
    }

    /// <summary>Adds an integer that is not negative, with zeros before it up to so many digits.</summary>
    public void WritePadded(long value, int digits)
    {
        Span<byte> room = Reserve(Math.Max(digits, 20));
        Utf8Formatter.TryFormat(value, room, out int written);
        if (written < digits)
        {
            room[..written].CopyTo(room[(digits - written)..]);
            room[..(digits - written)].Fill((byte)'0');
            written = digits;
        }

        _length += written;
    }

    /// <summary>Adds the same byte so many times.</summary>
    public void Fill(byte value, int count)
    {
        Reserve(count)[..count].Fill(value);
        _length += count;
    }

    /// <summary>What is written, as a string.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Written);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        long wanted = Math.Max((long)_length + bytes, Math.Min((long)_bytes.Length * 2, Array.MaxLength));
        if (wanted > Array.MaxLength)
        {
            throw new InvalidOperationException("A text is longer than 2 GB.");
        }

        Array.Resize(ref _bytes, (int)wanted);
    }
}
