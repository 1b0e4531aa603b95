using System.Text;
using System.Text.RegularExpressions;
using Weir.Engine.Functions.Regexes;

namespace Weir.Engine.Tests.Functions.Regexes;

public sealed class ByteMatcherTests
{
    private const string Letters = "ab&=";

    [Theory]
    [InlineData("(&|^)channel_id=([^&]*)", "query=1&channel_id=17&x=2", 2, "17")]
    [InlineData("(&|^)channel_id=([^&]*)", "channel_id=17", 2, "17")]
    [InlineData("(&|^)channel_id=([^&]*)", "channel_id=17", 1, "")]
    [InlineData("(&|^)channel_id=([^&]*)", "channel_id=", 2, "")]
    [InlineData("(&|^)channel_id=([^&]*)", "xchannel_id=17", 2, null)]
    [InlineData("(a|ab)(c|bcd)(d*)", "abcd", 2, "bcd")]
    [InlineData("a(b)|a(c)", "ac", 1, null)]
    [InlineData("a(b)|a(c)", "ac", 2, "c")]
    [InlineData("a*?b", "aaab", 0, "aaab")]
    [InlineData("a++a", "aaa", 0, null)]
    [InlineData("a{2,3}", "aaaa", 0, "aaa")]
    [InlineData("(?i)AB(c)", "xabC", 1, "C")]
    [InlineData("", "abc", 0, "")]
    public void Groups_of_the_first_match_are_found(string pattern, string text, int group, string? expected)
    {
        ByteMatcher matcher = JavaRegex.Parse(pattern).OfBytes!;
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        bool found = matcher.Search(bytes) == ByteSearch.Found;
        Assert.Equal(expected, found && matcher.TryGroup(group, out int start, out int end) ? text[start..end] : null);
    }

    [Theory]
    [InlineData("(a)*")]
    [InlineData("(?:ab)+")]
    [InlineData("a(?=b)")]
    [InlineData("(a)\\1")]
    [InlineData("a\\b")]
    [InlineData("(?>a|ab)c")]
    [InlineData("a$")]
    [InlineData("(?m)^a")]
    public void Patterns_that_are_not_plain_are_left_alone(string pattern) => Assert.Null(JavaRegex.Parse(pattern).OfBytes);

    [Fact]
    public void A_search_of_many_steps_and_one_of_a_long_text_are_left_alone()
    {
        ByteMatcher matcher = JavaRegex.Parse("a*a*a*a*b").OfBytes!;
        Assert.Equal(ByteSearch.NotDone, matcher.Search(Enumerable.Repeat((byte)'a', 300).ToArray()));
        Assert.Equal(ByteSearch.NotDone, matcher.Search(new byte[5000]));
        Assert.Equal(ByteSearch.Found, matcher.Search("ab"u8));
    }

    [Fact]
    public void Random_patterns_match_as_in_the_engine_of_dotnet()
    {
        Random random = new(20);
        int compared = 0;
        for (int i = 0; i < 3000; i++)
        {
            string pattern = Alternatives(random, 3);
            JavaRegex regex = JavaRegex.Parse(pattern);
            for (int t = 0; t < 8; t++)
            {
                string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Letters[random.Next(Letters.Length)]));
                byte[] bytes = Encoding.ASCII.GetBytes(text);
                ByteSearch search = regex.OfBytes!.Search(bytes);
                if (search == ByteSearch.NotDone)
                {
                    continue;
                }

                compared++;
                Match match = regex.For(bytes).Match(text);
                Assert.True(match.Success == (search == ByteSearch.Found), $"{pattern} in '{text}'");
                for (int group = 0; match.Success && group <= regex.Groups; group++)
                {
                    string? found = regex.OfBytes.TryGroup(group, out int start, out int end) ? text[start..end] : null;
                    Assert.True((match.Groups[group].Success ? match.Groups[group].Value : null) == found, $"group {group} of {pattern} in '{text}': {found}");
                }
            }
        }

        Assert.True(compared > 20_000);
    }

    private static string Alternatives(Random random, int depth) => string.Join('|', Enumerable.Range(0, random.Next(3) == 0 ? 2 : 1).Select(_ => Sequence(random, depth)));

    private static string Sequence(Random random, int depth) => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Part(random, depth)));

    private static string Part(Random random, int depth) => random.Next(9) switch
    {
        0 when depth > 0 => $"({Alternatives(random, depth - 1)})",
        1 when depth > 0 => $"(?:{Alternatives(random, depth - 1)})",
        2 => "^",
        3 => $"[^{Letters[random.Next(Letters.Length)]}]{Times(random)}",
        4 => $".{Times(random)}",
        5 => $"[ab]{Times(random)}",
        _ => $"{Letters[random.Next(Letters.Length)]}{Times(random)}",
    };

    private static string Times(Random random) => random.Next(10) switch { 0 => "*", 1 => "+", 2 => "?", 3 => "*?", 4 => "{1,2}", 5 => "*+", 6 => "{2}?", _ => string.Empty };
}
