using System.Text;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>UTF-16 text under construction, in memory that is used again.</summary>
internal sealed class TextBuilder
{
    private char[] _units = new char[256];

    /// <summary>How many units there are; may be lowered.</summary>
    public int Length { get; set; }

    /// <summary>The text.</summary>
    public ReadOnlySpan<char> Units => _units.AsSpan(0, Length);

    /// <summary>Adds a unit.</summary>
    public void Append(char unit)
    {
        Ensure(1);
        _units[Length++] = unit;
    }

    /// <summary>Adds units.</summary>
    public void Append(ReadOnlySpan<char> units)
    {
        Ensure(units.Length);
        units.CopyTo(_units.AsSpan(Length));
        Length += units.Length;
    }

    /// <summary>Adds UTF-8.</summary>
    public void AppendUtf8(ReadOnlySpan<byte> text)
    {
        Ensure(text.Length);
        Length += Encoding.UTF8.GetChars(text, _units.AsSpan(Length));
    }

    /// <summary>Adds a value as it formats itself without culture.</summary>
    public void Append<T>(T value, ReadOnlySpan<char> format = default)
        where T : ISpanFormattable
    {
        int written;
        while (!value.TryFormat(_units.AsSpan(Length), out written, format, System.Globalization.CultureInfo.InvariantCulture))
        {
            Ensure(_units.Length);
        }

        Length += written;
    }

    /// <summary>Puts so many of a unit before those at a position.</summary>
    public void Insert(int at, char unit, int count)
    {
        if (count <= 0)
        {
            return;
        }

        Ensure(count);
        _units.AsSpan(at, Length - at).CopyTo(_units.AsSpan(at + count));
        _units.AsSpan(at, count).Fill(unit);
        Length += count;
    }

    /// <summary>Turns what follows a position to upper case, as UPPER does.</summary>
    public void ToUpper(int from)
    {
        int length = Length - from;
        char[]? rented = null;
        Span<char> copy = length <= 256 ? stackalloc char[length] : (rented = System.Buffers.ArrayPool<char>.Shared.Rent(length)).AsSpan(0, length);
        _units.AsSpan(from, length).CopyTo(copy);
        Length = from;
        Span<char> upper = stackalloc char[2];
        while (!copy.IsEmpty)
        {
            bool isHalf = Rune.DecodeFromUtf16(copy, out Rune rune, out int consumed) != System.Buffers.OperationStatus.Done;
            char unit = copy[0];
            copy = copy[consumed..];
            if (isHalf)
            {
                Append(unit);
            }
            else if (SpecialCasing.TryGetUpper(rune.Value, out ReadOnlySpan<char> several))
            {
                Append(several);
            }
            else
            {
                Append(upper[..SpecialCasing.SimpleUpper(rune).EncodeToUtf16(upper)]);
            }
        }

        if (rented is not null)
        {
            System.Buffers.ArrayPool<char>.Shared.Return(rented);
        }
    }

    private void Ensure(int more)
    {
        long wanted = (long)Length + more;
        if (wanted <= _units.Length)
        {
            return;
        }

        const int MaxUnits = Utf16Text.MaxValueBytes / 3;
        if (wanted > MaxUnits)
        {
            throw new EvaluationException($"A text would have more than {MaxUnits} characters.");
        }

        Array.Resize(ref _units, (int)Math.Max(wanted, Math.Min(_units.Length * 2L, MaxUnits)));
    }
}
