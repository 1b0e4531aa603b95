using System.Text.RegularExpressions;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Strings;

namespace Weir.Engine.Functions.Regexes;

/// <summary>REGEXP_REPLACE.</summary>
public static class RegexReplace
{
    /// <summary>
    /// REGEXP_REPLACE(text, pattern, replacement): all matches. The replacement is taken as it stands ($1 is no reference), as in Flink.
    /// NULL for what is no pattern.
    /// </summary>
    public static ScalarKernel Create(TimeSpan? timeout = null)
    {
        RegexSearch search = new("REGEXP_REPLACE", timeout);
        Utf16Text replacementText = new();
        Output output = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn texts = (BytesColumn)arguments[0];
            BytesColumn patterns = (BytesColumn)arguments[1];
            BytesColumn replacements = (BytesColumn)arguments[2];
            BytesColumn target = (BytesColumn)result;
            try
            {
                foreach (int row in rows)
                {
                    if (!search.TryUse(patterns[row]))
                    {
                        target.SetNull(row);
                        continue;
                    }

                    Regex regex = search.Take(texts[row], out ReadOnlySpan<char> units);
                    Replace(regex, units, replacementText.Decode(replacements[row]), output);
                    if (output.IsUsed)
                    {
                        Utf16Text.Set(target, row, output.Units);
                    }
                    else
                    {
                        target.Set(row, texts[row]);
                    }
                }
            }
            catch (RegexMatchTimeoutException e)
            {
                throw search.TookTooLong(e);
            }
        };
    }

    private static void Replace(Regex regex, ReadOnlySpan<char> text, ReadOnlySpan<char> replacement, Output output)
    {
        output.Clear();
        int copied = 0;
        foreach (ValueMatch match in regex.EnumerateMatches(text))
        {
            output.Append(text[copied..match.Index]);
            output.Append(replacement);
            output.IsUsed = true;
            copied = match.Index + match.Length;
        }

        if (output.IsUsed)
        {
            output.Append(text[copied..]);
        }
    }

    /// <summary>The result of one row, whole before it is encoded: a match may end between two surrogates.</summary>
    private sealed class Output
    {
        private char[] _units = new char[256];
        private int _length;

        public bool IsUsed { get; set; }

        public ReadOnlySpan<char> Units => _units.AsSpan(0, _length);

        public void Clear()
        {
            _length = 0;
            IsUsed = false;
        }

        public void Append(ReadOnlySpan<char> units)
        {
            long wanted = (long)_length + units.Length;
            if (wanted > _units.Length)
            {
                if (wanted > Utf16Text.MaxValueBytes / 3)
                {
                    throw new EvaluationException($"REGEXP_REPLACE: the result would have more than {Utf16Text.MaxValueBytes / 3} characters.");
                }

                Array.Resize(ref _units, (int)Math.Max(wanted, Math.Min(_units.Length * 2L, Utf16Text.MaxValueBytes / 3)));
            }

            units.CopyTo(_units.AsSpan(_length));
            _length += units.Length;
        }
    }
}
