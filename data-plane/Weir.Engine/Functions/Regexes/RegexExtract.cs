using System.Text.RegularExpressions;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Strings;

namespace Weir.Engine.Functions.Regexes;

/// <summary>
/// REGEXP_EXTRACT and REGEXP_EXTRACT_ALL. .NET gives groups only of a string, so that any other group than the whole match (0) would cost a string and a match for each text; the first match of a plain
/// pattern in ASCII is found by <see cref="ByteMatcher"/> instead, which allocates nothing.
/// </summary>
public static class RegexExtract
{
    /// <summary>REGEXP_EXTRACT(text, pattern [, group]): a group of the first match; NULL if there is none, no such group, or no pattern.</summary>
    public static ScalarKernel First(TimeSpan? timeout = null)
    {
        RegexSearch search = new("REGEXP_EXTRACT", timeout);
        return (arguments, result, rows, _) =>
        {
            BytesColumn texts = (BytesColumn)arguments[0];
            BytesColumn patterns = (BytesColumn)arguments[1];
            FixedColumn<long>? groups = arguments.Length > 2 ? (FixedColumn<long>)arguments[2] : null;
            BytesColumn target = (BytesColumn)result;
            try
            {
                foreach (int row in rows)
                {
                    // Java narrows the number to 32 bits.
                    int group = groups is null ? 0 : (int)groups[row];
                    if (!search.TryUse(patterns[row]) || group < 0 || group > search.Groups)
                    {
                        target.SetNull(row);
                        continue;
                    }

                    ReadOnlySpan<byte> text = texts[row];
                    ByteSearch outcome = search.SearchBytes(text, out ByteMatcher? matcher);
                    if (outcome != ByteSearch.NotDone)
                    {
                        if (outcome == ByteSearch.Found && matcher!.TryGroup(group, out int start, out int end))
                        {
                            target.Set(row, text[start..end]);
                        }
                        else
                        {
                            target.SetNull(row);
                        }

                        continue;
                    }

                    SetFirst(search.Take(text, out ReadOnlySpan<char> units), units, group, target, row);
                }
            }
            catch (RegexMatchTimeoutException e)
            {
                throw search.TookTooLong(e);
            }
        };
    }

    /// <summary>REGEXP_EXTRACT_ALL(text, pattern [, group]): a group (the first if none is named) of all matches; NULL for no such group and no pattern.</summary>
    public static ScalarKernel All(TimeSpan? timeout = null)
    {
        RegexSearch search = new("REGEXP_EXTRACT_ALL", timeout);
        return (arguments, result, rows, _) =>
        {
            BytesColumn texts = (BytesColumn)arguments[0];
            BytesColumn patterns = (BytesColumn)arguments[1];
            FixedColumn<long>? groups = arguments.Length > 2 ? (FixedColumn<long>)arguments[2] : null;
            ArrayColumn target = (ArrayColumn)result;
            try
            {
                foreach (int row in rows)
                {
                    long group = groups is null ? 1 : groups[row];
                    if (!search.TryUse(patterns[row]) || group < 0 || group > search.Groups)
                    {
                        target.SetNull(row);
                        continue;
                    }

                    int start = target.ElementCount;
                    AddAll(search.Take(texts[row], out ReadOnlySpan<char> units), units, (int)group, target);
                    target.Commit(row, start);
                }
            }
            catch (RegexMatchTimeoutException e)
            {
                throw search.TookTooLong(e);
            }
        };
    }

    private static void SetFirst(Regex regex, ReadOnlySpan<char> text, int group, BytesColumn target, int row)
    {
        Regex.ValueMatchEnumerator matches = regex.EnumerateMatches(text);
        if (matches.MoveNext())
        {
            ValueMatch match = matches.Current;
            if (group == 0)
            {
                Utf16Text.Set(target, row, text.Slice(match.Index, match.Length));
                return;
            }

            // The second search starts where the first one found its match.
            if (regex.Match(text.ToString(), match.Index).Groups[group] is { Success: true } found)
            {
                Utf16Text.Set(target, row, found.ValueSpan);
                return;
            }
        }

        target.SetNull(row);
    }

    private static void AddAll(Regex regex, ReadOnlySpan<char> text, int group, ArrayColumn target)
    {
        BytesColumn elements = (BytesColumn)target.Elements;
        if (group == 0)
        {
            foreach (ValueMatch match in regex.EnumerateMatches(text))
            {
                Utf16Text.Set(elements, target.AddElement(), text.Slice(match.Index, match.Length));
            }

            return;
        }

        if (!regex.IsMatch(text))
        {
            return;
        }

        for (Match match = regex.Match(text.ToString()); match.Success; match = match.NextMatch())
        {
            int element = target.AddElement();
            Group found = match.Groups[group];
            if (found.Success)
            {
                Utf16Text.Set(elements, element, found.ValueSpan);
            }
            else
            {
                elements.SetNull(element);
            }
        }
    }
}
