using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>LIKE and SIMILAR TO over columns. A pattern that isn't constant is taken apart when it differs from the row before.</summary>
public static class PatternKernels
{
    /// <summary>LIKE a constant pattern; only argument 0 is read.</summary>
    public static ScalarKernel Like(LikePattern pattern) => (arguments, result, rows, _) =>
    {
        BytesColumn text = (BytesColumn)arguments[0];
        Span<byte> to = ((FixedColumn<byte>)result).Values;
        foreach (int row in rows)
        {
            to[row] = pattern.IsMatch(text[row]) ? (byte)1 : (byte)0;
        }
    };

    /// <summary>LIKE over columns of patterns and, if there is one, escapes.</summary>
    public static ScalarKernel Like(bool hasEscape)
    {
        Remembered<LikePattern> patterns = new((pattern, escape) => LikePattern.Parse(pattern, escape), hasEscape);
        return (arguments, result, rows, _) =>
        {
            BytesColumn text = (BytesColumn)arguments[0];
            Span<byte> to = ((FixedColumn<byte>)result).Values;
            foreach (int row in rows)
            {
                to[row] = patterns.Get(arguments, row).IsMatch(text[row]) ? (byte)1 : (byte)0;
            }
        };
    }

    /// <summary>SIMILAR TO a constant pattern; only argument 0 is read.</summary>
    public static ScalarKernel Similar(SimilarPattern pattern)
    {
        CharBuffer buffer = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn text = (BytesColumn)arguments[0];
            Span<byte> to = ((FixedColumn<byte>)result).Values;
            foreach (int row in rows)
            {
                to[row] = pattern.IsMatch(buffer.Decode(text[row])) ? (byte)1 : (byte)0;
            }
        };
    }

    /// <summary>SIMILAR TO over columns of patterns and, if there is one, escapes.</summary>
    public static ScalarKernel Similar(bool hasEscape)
    {
        CharBuffer buffer = new();
        Remembered<SimilarPattern> patterns = new((pattern, escape) => SimilarPattern.Parse(Encoding.UTF8.GetString(pattern), escape is null ? null : Encoding.UTF8.GetString(escape)), hasEscape);
        return (arguments, result, rows, _) =>
        {
            BytesColumn text = (BytesColumn)arguments[0];
            Span<byte> to = ((FixedColumn<byte>)result).Values;
            foreach (int row in rows)
            {
                to[row] = patterns.Get(arguments, row).IsMatch(buffer.Decode(text[row])) ? (byte)1 : (byte)0;
            }
        };
    }

    /// <summary>UTF-16 for the regular expressions of .NET, in one buffer.</summary>
    private sealed class CharBuffer
    {
        private char[] _chars = new char[64];

        public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> text)
        {
            if (_chars.Length < text.Length)
            {
                _chars = new char[Math.Max(text.Length, _chars.Length * 2)];
            }

            return _chars.AsSpan(0, Encoding.UTF8.GetChars(text, _chars));
        }
    }

    private sealed class Remembered<TPattern>(Func<byte[], byte[]?, TPattern> parse, bool hasEscape)
        where TPattern : class
    {
        private byte[] _pattern = [];
        private byte[]? _escape;
        private TPattern? _parsed;

        public TPattern Get(ReadOnlySpan<Column> arguments, int row)
        {
            ReadOnlySpan<byte> pattern = ((BytesColumn)arguments[1])[row];
            ReadOnlySpan<byte> escape = hasEscape ? ((BytesColumn)arguments[2])[row] : default;
            if (_parsed is null || !pattern.SequenceEqual(_pattern) || !escape.SequenceEqual(_escape))
            {
                _pattern = pattern.ToArray();
                _escape = hasEscape ? escape.ToArray() : null;
                _parsed = parse(_pattern, _escape);
            }

            return _parsed;
        }
    }
}
