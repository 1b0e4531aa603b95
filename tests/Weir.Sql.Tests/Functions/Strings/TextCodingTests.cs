using Weir.Engine.Expressions;
using Weir.Engine.Types;
using static Weir.Sql.Tests.Functions.Arguments;

namespace Weir.Sql.Tests.Functions.Strings;

public sealed class TextCodingTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("aGVsbG8=", "hello")]
    [InlineData("aGVsbG8", "hello")]
    [InlineData("aGVsbG9=", "hello")]
    [InlineData("aG==", "h")]
    [InlineData("", "")]
    public void Base64_is_decoded_with_or_without_padding(string text, string expected) => Assert.Equal(expected, _tester.Call("FROM_BASE64", Text(text)).Value);

    [Theory]
    [InlineData("a")]
    [InlineData("!!!!")]
    [InlineData("aGVs bG8=")]
    [InlineData("aGVsbG8=x")]
    [InlineData("aGVsbG8==")]
    [InlineData("aG=")]
    [InlineData("=")]
    [InlineData("aaaaa")]
    public void What_is_no_base64_fails(string text) => Assert.Throws<EvaluationException>(() => _tester.Call("FROM_BASE64", Text(text)));

    [Fact]
    public void Base64_is_made_of_texts_and_bytes()
    {
        Assert.Equal(["aGVsbG8=", "", null, "w6k="], _tester.Column("TO_BASE64", Texts("hello", "", null, "é")));
        Assert.Equal("AQL/", _tester.Call("TO_BASE64", Bytes(1, 2, 255)).Value);
        Assert.Equal(["é", null], _tester.Column("FROM_BASE64", Texts("w6k=", null)));
        Assert.Throws<InvalidOperationException>(() => _tester.Call("TO_BASE64", Int(11)));
    }

    [Fact]
    public void A_code_gives_a_character_of_latin_1()
    {
        Assert.Equal(["A", "a", "\0", "", "È", null], _tester.Column("CHR", Longs(65, 353, 256, -1, 200, null)));
        Assert.Equal("STRING", _tester.Call("CHR", Long(65)).Type.ToString());
    }

    [Theory]
    [InlineData("é", "UTF-8", "c3a9")]
    [InlineData("é", "US-ASCII", "3f")]
    [InlineData("😀", "ISO-8859-1", "3f")]
    [InlineData("é", "latin1", "e9")]
    [InlineData("é😀", "UTF-16", "feff00e9d83dde00")]
    [InlineData("", "UTF-16", "")]
    [InlineData("é", "utf-16le", "e900")]
    [InlineData("é", "UTF-16BE", "00e9")]
    [InlineData("中", "UTF-32", "00004e2d")]
    public void A_text_is_encoded(string text, string charset, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower((byte[])_tester.Call("ENCODE", Text(text), Text(charset)).Value!));

    [Theory]
    [InlineData("c3a9", "UTF-8", "é")]
    [InlineData("c3", "UTF-8", "\uFFFD")]
    [InlineData("e9", "ISO-8859-1", "é")]
    [InlineData("e9", "US-ASCII", "\uFFFD")]
    [InlineData("feff00e9", "UTF-16", "é")]
    [InlineData("fffee900", "UTF-16", "é")]
    [InlineData("00e9", "UTF-16", "é")]
    [InlineData("feff00e9", "UTF-16BE", "\uFEFFé")]
    [InlineData("0061ff", "UTF-16", "a\uFFFD")]
    public void Bytes_are_decoded(string bytes, string charset, string expected) =>
        Assert.Equal(expected, _tester.Call("DECODE", Bytes(Convert.FromHexString(bytes)), Text(charset)).Value);

    [Fact]
    public void Character_sets_may_change_from_row_to_row()
    {
        object?[] encoded = _tester.Column("ENCODE", Texts("é", "é", null, "é"), Texts("UTF-8", "ISO-8859-1", "UTF-8", null));
        Assert.Equal([new byte[] { 0xC3, 0xA9 }, new byte[] { 0xE9 }, null, null], encoded);
        Assert.Throws<EvaluationException>(() => _tester.Call("ENCODE", Text("a"), Text("nope")));
        Assert.Equal("BYTES NOT NULL", _tester.Call("ENCODE", Char("a"), Char("UTF-8")).Type.ToString());
        Assert.Throws<InvalidOperationException>(() => _tester.Call("DECODE", Text("a"), Text("UTF-8")));
    }

    [Fact]
    public void A_url_is_encoded() => Assert.Equal(["a+b%26c%3Dd%2F%C3%A9%7E*-._", "%F0%9F%98%80", "", null], _tester.Column("URL_ENCODE", Texts("a b&c=d/é~*-._", "😀", "", null)));

    [Theory]
    [InlineData("a+b%26c%3Dd%C3%A9", "a b&c=dé")]
    [InlineData("%C3", "\uFFFD")]
    [InlineData("%+1", "\u0001")]
    [InlineData("é+", "é ")]
    [InlineData("%", null)]
    [InlineData("%4", null)]
    [InlineData("%zz", null)]
    [InlineData("%-1", null)]
    public void A_url_is_decoded(string text, string? expected) => Assert.Equal(expected, _tester.Call("URL_DECODE", Text(text)).Value);

    [Fact]
    public void A_column_of_urls_is_decoded()
    {
        Assert.Equal(["a b", null, null], _tester.Column("URL_DECODE", Texts("a%20b", null, "%")));
        Assert.Equal("STRING", _tester.Call("URL_ENCODE", Char("a")).Type.ToString());
    }

    [Theory]
    [InlineData("https://u%20r:p@example.com:80/d%20/x.HTML?query=x%20y&q2=2#Ref%20two", "example.com|/d%20/x.HTML|query=x%20y&q2=2|Ref%20two|https|/d%20/x.HTML?query=x%20y&q2=2|u%20r:p@example.com:80|u%20r:p")]
    [InlineData("http://host", "host||-|-|http||host|-")]
    [InlineData(" HTTP://host/?# ", "host|/|||http|/?|host|-")]
    [InlineData("file:/a/../b", "|/a/../b|-|-|file|/a/../b|-|-")]
    [InlineData("http://a@b@c/x", "|/x|-|-|http|/x|a@b@c|-")]
    [InlineData("http://[::1]:80/", "[::1]|/|-|-|http|/|[::1]:80|-")]
    [InlineData("mailto:a@b?x=1", "|a@b|x=1|-|mailto|a@b?x=1|-|-")]
    [InlineData("jar:file:/a.jar!/b", "|file:/a.jar!/b|-|-|jar|file:/a.jar!/b|-|-")]
    [InlineData("http://host:x/", "-|-|-|-|-|-|-|-")]
    [InlineData("http://[::1/", "-|-|-|-|-|-|-|-")]
    [InlineData("foo://host/", "-|-|-|-|-|-|-|-")]
    [InlineData("no url", "-|-|-|-|-|-|-|-")]
    [InlineData("jar:file:/a.jar", "-|-|-|-|-|-|-|-")]
    [InlineData("", "-|-|-|-|-|-|-|-")]
    public void A_url_is_taken_apart(string url, string expected) => Assert.Equal(
        expected,
        string.Join('|', new[] { "HOST", "PATH", "QUERY", "REF", "PROTOCOL", "FILE", "AUTHORITY", "USERINFO" }.Select(part => _tester.Call("PARSE_URL", Text(url), Text(part)).Value ?? "-")));

    [Fact]
    public void A_key_is_found_in_the_query()
    {
        object?[] values = _tester.Column(
            "PARSE_URL",
            Texts("http://h/?xk=1&k=2&k=3", "http://h/?k=", "http://h/?a", "http://h/", null, "http://h/?k=1"),
            Texts("QUERY", "QUERY", "QUERY", "QUERY", "QUERY", "HOST"),
            Texts("k", "k", "k", "k", "k", "k"));
        Assert.Equal(["2", "", null, null, null, null], values);
        Assert.Null(_tester.Call("PARSE_URL", Text("http://h/"), Text("host")).Value);
        Assert.Equal("STRING", _tester.Call("PARSE_URL", Char("a"), Char("HOST")).Type.ToString());
    }
}
