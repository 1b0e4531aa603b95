using System.Text.RegularExpressions;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Regexes;

/// <summary>REGEXP, REGEXP_COUNT, REGEXP_INSTR and REGEXP_SUBSTR: what takes no groups, and so searches without making a string.</summary>
public static class RegexMatching
{
    /// <summary>REGEXP(text, pattern): false for an empty pattern and for one that is none.</summary>
    public static ScalarKernel Matches(TimeSpan? timeout = null) => Create<MatchesStep>("REGEXP", timeout);

    /// <summary>REGEXP_COUNT(text, pattern): NULL for what is no pattern.</summary>
    public static ScalarKernel Count(TimeSpan? timeout = null) => Create<CountStep>("REGEXP_COUNT", timeout);

    /// <summary>REGEXP_INSTR(text, pattern): where the first match starts, from 1 and in UTF-16 units as in Flink; 0 for none, NULL for what is no pattern.</summary>
    public static ScalarKernel Position(TimeSpan? timeout = null) => Create<PositionStep>("REGEXP_INSTR", timeout);

    /// <summary>REGEXP_SUBSTR(text, pattern): the first match; NULL for none, and for what is no pattern.</summary>
    public static ScalarKernel Substring(TimeSpan? timeout = null) => Create<SubstringStep>("REGEXP_SUBSTR", timeout);

    private static ScalarKernel Create<TStep>(string function, TimeSpan? timeout)
        where TStep : struct, IStep
    {
        RegexSearch search = new(function, timeout);
        return (arguments, result, rows, _) =>
        {
            BytesColumn texts = (BytesColumn)arguments[0];
            BytesColumn patterns = (BytesColumn)arguments[1];
            try
            {
                foreach (int row in rows)
                {
                    if (search.TryUse(patterns[row]))
                    {
                        Regex regex = search.Take(texts[row], out ReadOnlySpan<char> units);
                        TStep.Run(regex, units, patterns[row], result, row);
                    }
                    else
                    {
                        TStep.RunWithoutPattern(result, row);
                    }
                }
            }
            catch (RegexMatchTimeoutException e)
            {
                throw search.TookTooLong(e);
            }
        };
    }

    /// <summary>What a function does with a row.</summary>
    private interface IStep
    {
        static abstract void Run(Regex regex, ReadOnlySpan<char> text, ReadOnlySpan<byte> pattern, Column result, int row);

        static virtual void RunWithoutPattern(Column result, int row) => result.SetNull(row);
    }

    private readonly struct MatchesStep : IStep
    {
        public static void Run(Regex regex, ReadOnlySpan<char> text, ReadOnlySpan<byte> pattern, Column result, int row) =>
            ((FixedColumn<byte>)result)[row] = !pattern.IsEmpty && regex.IsMatch(text) ? (byte)1 : (byte)0;

        public static void RunWithoutPattern(Column result, int row) => ((FixedColumn<byte>)result)[row] = 0;
    }

    private readonly struct CountStep : IStep
    {
        public static void Run(Regex regex, ReadOnlySpan<char> text, ReadOnlySpan<byte> pattern, Column result, int row) => ((FixedColumn<int>)result)[row] = regex.Count(text);
    }

    private readonly struct PositionStep : IStep
    {
        public static void Run(Regex regex, ReadOnlySpan<char> text, ReadOnlySpan<byte> pattern, Column result, int row)
        {
            Regex.ValueMatchEnumerator matches = regex.EnumerateMatches(text);
            ((FixedColumn<int>)result)[row] = matches.MoveNext() ? matches.Current.Index + 1 : 0;
        }
    }

    private readonly struct SubstringStep : IStep
    {
        public static void Run(Regex regex, ReadOnlySpan<char> text, ReadOnlySpan<byte> pattern, Column result, int row)
        {
            Regex.ValueMatchEnumerator matches = regex.EnumerateMatches(text);
            if (matches.MoveNext())
            {
                Strings.Utf16Text.Set((BytesColumn)result, row, text.Slice(matches.Current.Index, matches.Current.Length));
            }
            else
            {
                result.SetNull(row);
            }
        }
    }
}
