using System.Text;
using System.Text.RegularExpressions;
using Weir.Engine.Functions.Regexes;

namespace Weir.Sql.Tests.Functions.Regexes;

/// <summary>What java.util.regex of Java 17 answers. Replaces all matches by an underscore.</summary>
public sealed class JavaRegexTests
{
    [Theory]
    [InlineData("\\w+", "aé1_", "_é_")]
    [InlineData("\\d+", "é1\u0663", "é_\u0663")]
    [InlineData("\\s", "a\u00a0b\u000bc", "a\u00a0b_c")]
    [InlineData("\\h", "a\u00a0b", "a_b")]
    [InlineData("\\b", "aéb c", "_aéb_ _c_")]
    [InlineData("\\b", "ab c", "_ab_ _c_")]
    [InlineData("\\R", "a\r\nb\u2028c", "a_b_c")]
    [InlineData("(?i)à", "ÀàA", "À_A")]
    [InlineData("(?iu)à", "ÀàA", "__A")]
    [InlineData("(?i)[a-c]", "aBd", "__d")]
    [InlineData("(?i:b)b", "Bbbb", "__")]
    [InlineData("(?-i:B)", "abc", "abc")]
    [InlineData(".", "a\rb\nc\u0085d\u2028e", "_\r_\n_\u0085_\u2028_")]
    [InlineData("(?d).", "a\rb\nc", "___\n_")]
    [InlineData("(?s).", "a\nb", "___")]
    [InlineData("a$", "a\n", "_\n")]
    [InlineData("a$", "a\r\n", "_\r\n")]
    [InlineData("a\\Z", "a\nb\na\n", "a\nb\n_\n")]
    [InlineData("a\\z", "a\n", "a\n")]
    [InlineData("(?m)^", "a\rb\n", "_a\r_b\n")]
    [InlineData("(?m)$", "a\nb\n", "a_\nb_\n_")]
    [InlineData("a++a", "aaa", "aaa")]
    [InlineData("a{2}+b", "aab", "_")]
    [InlineData("(?>a|ab)c", "abc", "abc")]
    [InlineData("[a-c&&[^b]]", "abc-d_e", "_b_-d_e")]
    [InlineData("[a[bc]]", "abcd", "___d")]
    [InlineData("[^a-z[0-1]]", "ab12", "ab1_")]
    [InlineData("[]a]", "a]b", "__b")]
    [InlineData("[a-]", "a-b", "__b")]
    [InlineData("[a&&]", "a1&", "_1&")]
    [InlineData("[a&]", "a1&", "_1_")]
    [InlineData("}|]", "a}b]", "a_b_")]
    [InlineData("\\p{Alpha}", "abé1", "__é1")]
    [InlineData("\\P{ASCII}", "aé中", "a__")]
    [InlineData("\\p{javaLowerCase}", "abC1", "__C1")]
    [InlineData("\\p{IsHan}", "aé中", "aé_")]
    [InlineData("\\p{script=Greek}|\\p{InCyrillic}", "aαд", "a__")]
    [InlineData("\\p{IsAlphabetic}", "aé中1", "___1")]
    [InlineData("\\pL", "aé中1", "___1")]
    [InlineData("\\Q.[\\E", "a.[b", "a_b")]
    [InlineData("(?<x>a)b\\k<x>", "abab", "_b")]
    [InlineData("(b)(?<x>a)\\2", "baa", "_")]
    [InlineData("(a)\\11", "aa1", "_")]
    [InlineData("(a)|b\\2", "ab", "_b")]
    [InlineData("(?x)a b # c", "ab", "_")]
    [InlineData("(?x)[a b]\\ c", "a c", "_")]
    [InlineData("[😀]", "a😀b", "a_b")]
    [InlineData("😀+", "a😀😀b", "a_b")]
    [InlineData("\\x{1F600}|\\x61", "a😀b", "__b")]
    [InlineData("\\ud83d\\ude00", "a😀b", "a_b")]
    [InlineData("[^a]", "a😀b", "a__")]
    [InlineData("[😀-😂]", "😀😁😂😃", "___😃")]
    [InlineData("\\0141", "ab", "_b")]
    [InlineData("(?<=a)b", "abb", "a_b")]
    [InlineData("(?<!a{1,3})b", "abb", "ab_")]
    [InlineData("\\Gaa?", "aab", "_b")]
    [InlineData("(?=a)*b", "ab", "a_")]
    [InlineData("a{2}{3}", "aaab", "_ab")]
    public void Patterns_mean_what_they_mean_in_Java(string pattern, string text, string expected) => Assert.Equal(expected, Replace(JavaRegex.Parse(pattern), text));

    [Theory]
    [InlineData("(")]
    [InlineData("a)")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("a{")]
    [InlineData("a{,2}")]
    [InlineData("a{2,1}")]
    [InlineData("a{99999999999}")]
    [InlineData("[")]
    [InlineData("[^]")]
    [InlineData("[z-a]")]
    [InlineData("[a-\\d]")]
    [InlineData("\\")]
    [InlineData("\\y")]
    [InlineData("\\E")]
    [InlineData("\\08")]
    [InlineData("\\x4")]
    [InlineData("\\x{110000}")]
    [InlineData("\\u12")]
    [InlineData("\\c")]
    [InlineData("\\p{")]
    [InlineData("\\pX")]
    [InlineData("\\k<x>")]
    [InlineData("(?<x>a)(?<x>b)")]
    [InlineData("(?<a_b>x)")]
    [InlineData("(?<1>a)")]
    [InlineData("(?z)a")]
    [InlineData("(?#c)a")]
    public void What_Java_refuses_is_no_pattern(string pattern) => Assert.Throws<JavaPatternException>(() => JavaRegex.Parse(pattern));

    [Theory]
    [InlineData("\\X")]
    [InlineData("\\b{g}")]
    [InlineData("\\N{DIGIT ONE}")]
    [InlineData("\\p{IsCherokee}")]
    [InlineData("(?U)\\w")]
    [InlineData("(?i)(a)\\1")]
    [InlineData("(?<=a+)b")]
    [InlineData("(?<=(a)\\1)b")]
    [InlineData("(?<=a?+)b")]
    public void What_can_not_be_translated_is_refused(string pattern) => Assert.Throws<UnsupportedPatternException>(() => JavaRegex.Parse(pattern));

    [Fact]
    public void A_pattern_without_end_of_nesting_is_refused() => Assert.Throws<UnsupportedPatternException>(() => JavaRegex.Parse(new string('(', 100_000)));

    [Theory]
    [InlineData("ab12", "_12")]
    [InlineData("éb12", "é_12")]
    [InlineData("😀b12", "😀_12")]
    public void A_pattern_used_often_is_compiled_and_means_the_same(string text, string expected)
    {
        JavaRegex regex = JavaRegex.Parse("[a-c]+");
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int uses = 0;
        while (!regex.For(bytes).Options.HasFlag(RegexOptions.Compiled))
        {
            Assert.True(++uses < 1_000_000);
        }

        Assert.Equal(expected, Replace(regex, text));
    }

    private static string Replace(JavaRegex regex, string text) => regex.For(Encoding.UTF8.GetBytes(text)).Replace(text, "_");
}
