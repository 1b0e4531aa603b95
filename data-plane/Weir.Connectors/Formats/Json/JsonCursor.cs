using System.Runtime.CompilerServices;
using System.Text;

namespace Weir.Connectors.Formats.Json;

/// <summary>
/// A place in a JSON text. All methods that answer false have said why in <see cref="Error"/>. The text is valid UTF-8 (checked once, for the whole text, before).
/// </summary>
internal ref partial struct JsonCursor(ReadOnlySpan<byte> text, JsonScratch scratch)
{
    /// <summary>How deep arrays and objects may nest.</summary>
    public const int MaxDepth = 1000;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly JsonScratch _scratch = scratch;

    /// <summary>The position.</summary>
    public int At;

    /// <summary>Why it went no further.</summary>
    public string? Error;

    /// <summary>Whether the text is not JSON, rather than a value of the wrong kind.</summary>
    public bool IsMalformed;

    /// <summary>The path of the field that <see cref="Error"/> is about, built from the inside out.</summary>
    public string Path = string.Empty;

    public readonly ReadOnlySpan<byte> Text => _text;

    /// <summary>Goes over blanks, and answers the byte there (0 at the end).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        while ((uint)At < (uint)_text.Length)
        {
            byte c = _text[At];
            if (c > ' ')
            {
                return c;
            }

            if (c is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return c == 0 ? (byte)1 : c; // no JSON begins with it, but it is not the end either
            }

            At++;
        }

        return 0;
    }

    /// <summary>Goes over blanks, and says what begins there.</summary>
    public JsonToken PeekToken() => Peek() switch
    {
        0 => JsonToken.End,
        (byte)'{' => JsonToken.Object,
        (byte)'[' => JsonToken.Array,
        (byte)'"' => JsonToken.String,
        (byte)'t' => JsonToken.True,
        (byte)'f' => JsonToken.False,
        (byte)'n' => JsonToken.Null,
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => JsonToken.Number,
        _ => JsonToken.Unknown,
    };

    /// <summary>Goes over blanks and the byte, which must be there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Expect(byte wanted)
    {
        if (Peek() == wanted)
        {
            At++;
            return true;
        }

        return Malformed($"expected '{(char)wanted}'");
    }

    /// <summary>Goes over <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public bool ReadWord(ReadOnlySpan<byte> word)
    {
        if (_text[At..].StartsWith(word))
        {
            At += word.Length;
            return true;
        }

        return Malformed("expected a JSON value");
    }

    /// <summary>Reads a number by JSON's grammar.</summary>
    public bool ReadNumber(out ReadOnlySpan<byte> number, out bool isWhole)
    {
        int start = At;
        int at = At;
        ReadOnlySpan<byte> text = _text;
        number = default;
        isWhole = true;
        if (at < text.Length && text[at] == '-')
        {
            at++;
        }

        int first = at;
        while (at < text.Length && (uint)(text[at] - '0') <= 9)
        {
            at++;
        }

        if (at == first || (at - first > 1 && text[first] == '0'))
        {
            return Malformed("a number that is not JSON's");
        }

        if (at < text.Length && text[at] == '.')
        {
            isWhole = false;
            int fraction = ++at;
            while (at < text.Length && (uint)(text[at] - '0') <= 9)
            {
                at++;
            }

            if (at == fraction)
            {
                return Malformed("a number that is not JSON's");
            }
        }

        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            isWhole = false;
            at++;
            at += at < text.Length && text[at] is (byte)'+' or (byte)'-' ? 1 : 0;
            int exponent = at;
            while (at < text.Length && (uint)(text[at] - '0') <= 9)
            {
                at++;
            }

            if (at == exponent)
            {
                return Malformed("a number that is not JSON's");
            }
        }

        if (at < text.Length && IsWordByte(text[at]))
        {
            return Malformed("a number that is not JSON's");
        }

        number = text[start..at];
        At = at;
        return true;
    }

    /// <summary>Records that the text is not JSON.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool Malformed(string what)
    {
        IsMalformed = true;
        Error = $"{what} at byte {At + 1}, found {Found()}";
        return false;
    }

    /// <summary>Records that a value is not what its column takes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool Mismatch(string expected, int at)
    {
        At = at;
        Error = $"expected {expected}, found {Found()}";
        return false;
    }

    /// <summary>Puts a field's name before the path of the error.</summary>
    public void Within(string name) => Path = Path.Length == 0 || Path[0] == '[' ? name + Path : $"{name}.{Path}";

    private static bool IsWordByte(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'.' or (byte)'_' or (byte)'+' or (byte)'-';

    /// <summary>What is at the position, in short.</summary>
    private readonly string Found()
    {
        if (At >= _text.Length)
        {
            return "the end";
        }

        ReadOnlySpan<byte> rest = _text[At..];
        int length = Math.Min(rest.Length, 40);
        if (rest[0] != '"')
        {
            int end = rest[..length].IndexOfAny(",}] \n"u8);
            length = end > 0 ? end : length;
        }

        string shown = Encoding.UTF8.GetString(rest[..length]);
        return length < rest.Length && length == 40 ? shown + "…" : shown;
    }
}
