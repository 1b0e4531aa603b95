using System.Text;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>
/// A LIKE pattern, taken apart once. <c>%</c> is any text; <c>_</c> is one code point other than a line terminator (as in Flink, whose <c>_</c> is the dot of a Java regular expression).
/// </summary>
public sealed class LikePattern
{
    private readonly Kind _kind;
    private readonly byte[] _text;
    private readonly byte[][] _chunks;
    private readonly bool _anchoredStart;
    private readonly bool _anchoredEnd;
    private readonly Token[] _tokens;

    private LikePattern(Kind kind, byte[]? text = null, byte[][]? chunks = null, bool anchoredStart = false, bool anchoredEnd = false, Token[]? tokens = null)
    {
        _kind = kind;
        _text = text ?? [];
        _chunks = chunks ?? [];
        _anchoredStart = anchoredStart;
        _anchoredEnd = anchoredEnd;
        _tokens = tokens ?? [];
    }

    private enum Kind
    {
        Exact,
        Prefix,
        Suffix,
        Contains,
        Chunks,
        General,
    }

    /// <summary>Takes a pattern apart.</summary>
    /// <param name="pattern">The pattern as UTF-8.</param>
    /// <param name="escape">The text after ESCAPE as UTF-8, or null without it.</param>
    /// <exception cref="EvaluationException">The escape is not one character, or is followed by something other than <c>%</c>, <c>_</c> or itself.</exception>
    public static LikePattern Parse(ReadOnlySpan<byte> pattern, byte[]? escape = null)
    {
        Rune? escapeRune = escape is null ? null : EscapeOf(escape);
        List<Token> tokens = [];
        StringBuilder literal = new();
        string text = Encoding.UTF8.GetString(pattern);
        int position = 0;
        while (position < text.Length)
        {
            Rune rune = RuneAt(text, position);
            int at = position;
            position += rune.Utf16SequenceLength;
            if (rune == escapeRune)
            {
                Rune? next = position < text.Length ? RuneAt(text, position) : null;
                if (next is not { } escaped || (escaped.Value is not ('%' or '_') && escaped != rune))
                {
                    throw new EvaluationException($"Invalid escape sequence in LIKE pattern '{text}' at position {at + 1}: '{rune}' may stand before '%', '_' or itself only.");
                }

                literal.Append(escaped.ToString());
                position += escaped.Utf16SequenceLength;
            }
            else if (rune.Value is '%' or '_')
            {
                Flush(literal, tokens);
                tokens.Add(new Token(rune.Value == '%' ? TokenKind.AnyText : TokenKind.AnyCharacter, []));
            }
            else
            {
                literal.Append(rune.ToString());
            }
        }

        Flush(literal, tokens);
        return Classify(tokens);
    }

    /// <summary>Whether the whole text matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) => _kind switch
    {
        Kind.Exact => text.SequenceEqual(_text),
        Kind.Prefix => text.StartsWith(_text),
        Kind.Suffix => text.EndsWith(_text),
        Kind.Contains => text.IndexOf(_text) >= 0,
        Kind.Chunks => MatchChunks(text),
        _ => MatchTokens(text),
    };

    private static Rune EscapeOf(byte[] escape)
    {
        string text = Encoding.UTF8.GetString(escape);
        return text.Length == 1 && Rune.TryCreate(text[0], out Rune rune)
            ? rune
            : throw new EvaluationException($"Invalid escape character '{text}' of LIKE: it must be one character.");
    }

    private static Rune RuneAt(string text, int position) => Rune.TryGetRuneAt(text, position, out Rune rune) ? rune : Rune.ReplacementChar;

    private static void Flush(StringBuilder literal, List<Token> tokens)
    {
        if (literal.Length > 0)
        {
            tokens.Add(new Token(TokenKind.Text, Encoding.UTF8.GetBytes(literal.ToString())));
            literal.Clear();
        }
    }

    private static LikePattern Classify(List<Token> tokens)
    {
        if (tokens.Exists(t => t.Kind == TokenKind.AnyCharacter))
        {
            return new LikePattern(Kind.General, tokens: [.. tokens]);
        }

        byte[][] chunks = [.. tokens.Where(t => t.Kind == TokenKind.Text).Select(t => t.Text)];
        bool start = tokens.Count == 0 || tokens[0].Kind == TokenKind.Text;
        bool end = tokens.Count == 0 || tokens[^1].Kind == TokenKind.Text;
        if (chunks.Length == 0)
        {
            return tokens.Count == 0 ? new LikePattern(Kind.Exact) : new LikePattern(Kind.Prefix);
        }

        if (chunks.Length > 1)
        {
            return new LikePattern(Kind.Chunks, chunks: chunks, anchoredStart: start, anchoredEnd: end);
        }

        return new LikePattern(start && end ? Kind.Exact : start ? Kind.Prefix : end ? Kind.Suffix : Kind.Contains, chunks[0]);
    }

    private bool MatchChunks(ReadOnlySpan<byte> text)
    {
        int first = 0;
        int last = _chunks.Length;
        if (_anchoredStart)
        {
            if (!text.StartsWith(_chunks[0]))
            {
                return false;
            }

            text = text[_chunks[0].Length..];
            first = 1;
        }

        if (_anchoredEnd)
        {
            last--;
            if (!text.EndsWith(_chunks[last]))
            {
                return false;
            }

            text = text[..^_chunks[last].Length];
        }

        // The leftmost match of each leaves the most room for the ones after it.
        for (int c = first; c < last; c++)
        {
            int at = text.IndexOf(_chunks[c]);
            if (at < 0)
            {
                return false;
            }

            text = text[(at + _chunks[c].Length)..];
        }

        return true;
    }

    // Runs along both; at a mismatch the last % takes in one character more. Earlier ones need not be tried again: what they took was the least that works.
    private bool MatchTokens(ReadOnlySpan<byte> text)
    {
        int token = 0;
        int position = 0;
        int retryToken = -1;
        int retryPosition = 0;
        while (true)
        {
            if (token < _tokens.Length && _tokens[token].Kind == TokenKind.AnyText)
            {
                retryToken = ++token;
                retryPosition = position;
                continue;
            }

            if (token == _tokens.Length && position == text.Length)
            {
                return true;
            }

            int taken = token < _tokens.Length ? Take(_tokens[token], text[position..]) : -1;
            if (taken >= 0)
            {
                token++;
                position += taken;
                continue;
            }

            if (retryToken < 0 || retryPosition >= text.Length)
            {
                return false;
            }

            retryPosition += CharacterLength(text[retryPosition..]);
            token = retryToken;
            position = retryPosition;
        }
    }

    private static int Take(Token token, ReadOnlySpan<byte> text)
    {
        if (token.Kind == TokenKind.Text)
        {
            return text.StartsWith(token.Text) ? token.Text.Length : -1;
        }

        if (text.IsEmpty || text[0] is (byte)'\n' or (byte)'\r')
        {
            return -1;
        }

        int length = CharacterLength(text);
        bool terminator = (length == 2 && text[0] == 0xC2 && text[1] == 0x85) || (length == 3 && text[0] == 0xE2 && text[1] == 0x80 && text[2] is (0xA8 or 0xA9));
        return terminator ? -1 : length;
    }

    private static int CharacterLength(ReadOnlySpan<byte> text)
    {
        int length = text[0] switch
        {
            < 0xC0 => 1,
            < 0xE0 => 2,
            < 0xF0 => 3,
            _ => 4,
        };
        return Math.Min(length, text.Length);
    }

    private enum TokenKind
    {
        Text,
        AnyText,
        AnyCharacter,
    }

    private readonly record struct Token(TokenKind Kind, byte[] Text);
}
