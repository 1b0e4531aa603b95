using Weir.Engine.Expressions;

namespace Weir.Sql.Tests.Functions.Json;

/// <summary>The path language. What each path gives was seen in Flink 2.3, but for filters with an existence check or a list, for which Flink as shipped lacks a library.</summary>
public sealed class JsonPathTests
{
    private const string Document =
        """
        {"shop":{"item":[{"kind":"tool","name":"Saw","price":8.95},{"kind":"food","name":"Pear","price":12.99,"code":"x"},
        {"kind":"food","name":"Plum","code":"0-5","price":8.990},{"name":null,"price":"22.99"}],"cart":{"color":"red","price":19.95}},
        "limit":10,"a b":{"c.d":[1,2,3,4,5]},"e":[],"n":null,"t":true,"o":{},"s":"text","m":[[1,2],[3,[4]]]}
        """;

    [Theory]
    [InlineData("$.shop.item[0].name", "\"Saw\"")]
    [InlineData("shop.item[1].name", "\"Pear\"")]
    [InlineData("@.t", "true")]
    [InlineData("$.t ", "true")]
    [InlineData("$['shop'][\"cart\"]['color']", "\"red\"")]
    [InlineData("$['a b']['c.d'][1]", "2")]
    [InlineData("$.shop.item[-4].name", "\"Saw\"")]
    [InlineData("$.shop.item[ 1 ].price", "12.99")]
    [InlineData("$.m[1][1][0]", "4")]
    [InlineData("$.o", "{}")]
    public void A_definite_path_leads_to_one_value(string path, string expected) => Gives(path, expected);

    [Theory]
    [InlineData("$.shop.item[*].name", "[\"Saw\",\"Pear\",\"Plum\",null]")]
    [InlineData("$.shop.item[*].code", "[\"x\",\"0-5\"]")]
    [InlineData("$..name", "[\"Saw\",\"Pear\",\"Plum\",null]")]
    [InlineData("$.shop..price", "[8.95,12.99,8.990,\"22.99\",19.95]")]
    [InlineData("$..item[2].name", "[\"Plum\"]")]
    [InlineData("$.m..[0]", "[[1,2],1,3,4]")]
    [InlineData("$..[0].name", "[\"Saw\"]")]
    [InlineData("$.m[*][*]", "[1,2,3,[4]]")]
    [InlineData("$.*.*.color", "[\"red\"]")]
    [InlineData("$.*[0]", "[[1,2]]")]
    [InlineData("$..nope", "[]")]
    [InlineData("$.n.*", "[]")]
    [InlineData("$.t[*].x", "[]")]
    [InlineData("$['a b'].*", "[[1,2,3,4,5]]")]
    public void Wildcards_and_scans_lead_to_a_list(string path, string expected) => Gives(path, expected);

    [Theory]
    [InlineData("$['a b']['c.d'][1:3]", "[2,3]")]
    [InlineData("$['a b']['c.d'][3:]", "[4,5]")]
    [InlineData("$['a b']['c.d'][:2]", "[1,2]")]
    [InlineData("$['a b']['c.d'][-2:]", "[4,5]")]
    [InlineData("$['a b']['c.d'][:-3]", "[1,2]")]
    [InlineData("$['a b']['c.d'][-3:-1]", "[3,4]")]
    [InlineData("$['a b']['c.d'][1:-1]", "[]")]
    [InlineData("$['a b']['c.d'][3:99]", "[4,5]")]
    [InlineData("$['a b']['c.d'][0,2]", "[1,3]")]
    [InlineData("$['a b']['c.d'][-1, 0, 9]", "[5,1]")]
    [InlineData("$.e[0:1]", "[]")]
    public void Slices_and_unions_lead_to_a_list(string path, string expected) => Gives(path, expected);

    [Theory]
    [InlineData("$.shop.item[1]['name','price']", "{\"name\":\"Pear\",\"price\":12.99}")]
    [InlineData("$.shop.item[0]['name','nope']", "{\"name\":\"Saw\"}")]
    [InlineData("$.shop['item','cart'].price", "[19.95]")]
    public void Several_names_give_an_object_at_the_end_and_each_in_turn_before(string path, string expected) => Gives(path, expected);

    [Theory]
    [InlineData("@.price < 10", "[\"Saw\",\"Plum\"]")]
    [InlineData("@.price < $.limit", "[\"Saw\",\"Plum\"]")]
    [InlineData("@.price <= 8.95", "[\"Saw\"]")]
    [InlineData("@.price >= 8.99 && @.price > 9", "[\"Pear\"]")]
    [InlineData("@.kind == 'food'", "[\"Pear\",\"Plum\"]")]
    [InlineData("'food' == @.kind", "[\"Pear\",\"Plum\"]")]
    [InlineData("@.kind == \"food\"", "[\"Pear\",\"Plum\"]")]
    [InlineData("@.kind != 'food'", "[\"Saw\",null]")]
    [InlineData("@.kind=='tool' || @.price == 12.990", "[\"Saw\",\"Pear\"]")]
    [InlineData("@.name == 'Saw' || @.name == 'Plum' && @.price == 1", "[\"Saw\"]")]
    [InlineData("(@.name == 'Saw' || @.name == 'Plum') && @.price == 8.99", "[\"Plum\"]")]
    [InlineData("!(@.kind == 'food')", "[\"Saw\",null]")]
    [InlineData("@.code", "[\"Pear\",\"Plum\"]")]
    [InlineData("!@.code", "[\"Saw\",null]")]
    [InlineData("@.name == null", "[null]")]
    [InlineData("@.price == 22.99", "[null]")]
    [InlineData("@.price === 22.99", "[]")]
    [InlineData("@.nope == @.nope2", "[]")]
    [InlineData("@.nope != 1", "[\"Saw\",\"Pear\",\"Plum\",null]")]
    [InlineData("@.name =~ /.*LU.*/i", "[\"Plum\"]")]
    [InlineData("@.name =~ /P/", "[]")]
    [InlineData("@.kind in ['tool','x']", "[\"Saw\"]")]
    [InlineData("@.kind nin ['tool','x']", "[\"Pear\",\"Plum\",null]")]
    [InlineData("@.name contains 'ea'", "[\"Pear\"]")]
    [InlineData("@.name size 3", "[\"Saw\"]")]
    [InlineData("@.code empty false", "[\"Pear\",\"Plum\"]")]
    [InlineData("1 == 1", "[\"Saw\",\"Pear\",\"Plum\",null]")]
    public void A_filter_keeps_what_its_condition_holds_for(string condition, string expected) => Gives($"$.shop.item[?({condition})].name", expected);

    [Theory]
    [InlineData("@ == [1,2]", "[[1,2]]")]
    [InlineData("@[0] == 1", "[[1,2]]")]
    [InlineData("@ contains 3", "[[3,[4]]]")]
    [InlineData("@ subsetof [1,2,3]", "[[1,2]]")]
    [InlineData("@ anyof [2,9]", "[[1,2]]")]
    [InlineData("@ noneof [2,9]", "[[3,[4]]]")]
    [InlineData("@ all [1,2]", "[[1,2]]")]
    [InlineData("@.length() == 2", "[[1,2],[3,[4]]]")]
    public void A_filter_compares_lists(string condition, string expected) => Gives($"$.m[?({condition})]", expected);

    [Theory]
    [InlineData("$.shop.item.length()", "4")]
    [InlineData("$.shop.cart.size()", "2")]
    [InlineData("$.shop.item[*].length()", "[3,4,4,2]")]
    [InlineData("$..item.length()", "4")]
    [InlineData("$.shop.keys()", "[\"item\",\"cart\"]")]
    [InlineData("$['a b']['c.d'].sum()", "15.0")]
    [InlineData("$['a b']['c.d'].avg()", "3.0")]
    [InlineData("$['a b']['c.d'].min()", "1.0")]
    [InlineData("$['a b']['c.d'].max()", "5.0")]
    [InlineData("$['a b']['c.d'].stddev()", "1.4142135623730951")]
    [InlineData("$['a b']['c.d'].first()", "1")]
    [InlineData("$['a b']['c.d'].last()", "5")]
    [InlineData("$['a b']['c.d'].index(-2)", "4")]
    [InlineData("$['a b']['c.d'].append(9)", "[1,2,3,4,5,9]")]
    [InlineData("$..price.sum()", "50.879999999999995")]
    [InlineData("$.concat($.s,\"-x\")", "\"text-x\"")]
    [InlineData("$.sum(1,2,$['a b']['c.d'][0])", "4.0")]
    public void Functions_come_at_the_end_of_a_path(string path, string expected) => Gives(path, expected);

    [Theory]
    [InlineData("$.e[0]")]
    [InlineData("$.o.x")]
    [InlineData("$.o.x.y")]
    [InlineData("$.n")]
    [InlineData("$.n.x")]
    [InlineData("$.n[0]")]
    [InlineData("$.t.x")]
    [InlineData("$.s[0]")]
    [InlineData("$.s.length()")]
    public void What_is_not_there_is_an_error_in_strict_mode_and_empty_in_lax_mode(string path)
    {
        Assert.Throws<EvaluationException>(() => JsonCalls.Exists(Document, path, "ON_ERROR", "ERROR"));
        Assert.Equal(false, JsonCalls.Exists(Document, "lax " + path, "ON_ERROR", "ERROR"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$.")]
    [InlineData("$..")]
    [InlineData("$...a")]
    [InlineData("$.a b")]
    [InlineData("$[")]
    [InlineData("$['a'")]
    [InlineData("$['a'x]")]
    [InlineData("$[a]")]
    [InlineData("$[1,]")]
    [InlineData("$[:]")]
    [InlineData("$x")]
    [InlineData("$.m[?()]")]
    [InlineData("$.m[?(@ <)]")]
    [InlineData("$.m[?(true)]")]
    [InlineData("$.t[?(@ == true)]")]
    [InlineData("$.nope()")]
    [InlineData("$.e.sum()")]
    public void What_is_no_path_is_an_error_in_either_mode(string path)
    {
        Assert.Throws<EvaluationException>(() => JsonCalls.Exists(Document, path, "ON_ERROR", "ERROR"));
        Assert.Throws<EvaluationException>(() => JsonCalls.Exists(Document, "lax " + path, "ON_ERROR", "ERROR"));
        Assert.Null(JsonCalls.Exists(Document, "lax " + path, "ON_ERROR", "UNKNOWN"));
    }

    [Theory]
    [InlineData("{\"a'b\":1}", "$['a\\'b']")]
    [InlineData("{\"a\\\"b\":1}", "$['a\"b']")]
    [InlineData("{\"a\\\\b\":1}", "$['a\\\\b']")]
    [InlineData("{\"\\u00e9\":1}", "$.é")]
    [InlineData("{\"😀\":1}", "$['😀']")]
    [InlineData("{\"a-b:c\":1}", "$.a-b:c")]
    [InlineData("{\"a,b\":1}", "$['a,b']")]
    [InlineData("{\"*\":1}", "$['*']")]
    [InlineData("{\"a\":0,\"a\":1}", "$.a")]
    [InlineData("{\"a\":[0],\"a\":[2,1]}", "$.a[1]")]
    public void A_name_may_have_any_characters_and_the_last_member_of_a_name_counts(string json, string path) => Assert.Equal("1", JsonCalls.Value(json, path));

    [Fact]
    public void A_member_that_comes_again_hides_what_was_in_the_one_before() =>
        Assert.Equal(false, JsonCalls.Exists("""{"a":{"b":1},"a":{"c":2}}""", "lax $.a.b"));

    [Fact]
    public void An_object_of_many_members_keeps_the_last_of_each_name_too()
    {
        string json = "{" + string.Join(",", Enumerable.Range(0, 90).Select(i => $"\"k{i % 30:00}\":{i}")) + "}";
        string expected = "{" + string.Join(",", Enumerable.Range(0, 30).Select(i => $"\"k{i:00}\":{i + 60}")) + "}";
        Assert.Equal(expected, JsonCalls.Query(json, "$"));
    }

    [Theory]
    [InlineData("STRICT $.a[1]")]
    [InlineData("Lax   $.a[1]")]
    [InlineData(" lax $.a[1]")]
    [InlineData("lax\n$.a[1]")]
    public void The_mode_may_be_written_in_any_case_and_with_any_blanks(string path) => Assert.Equal("2", JsonCalls.Value("""{"a":[1,2,3]}""", path));

    [Fact]
    public void Blanks_before_a_path_are_allowed_only_after_the_mode()
    {
        Assert.Null(JsonCalls.Exists(Document, " $.t", "ON_ERROR", "UNKNOWN"));
        Assert.Equal(true, JsonCalls.Exists(Document, "strict   $.t"));
    }

    private static void Gives(string path, string expected) =>
        Assert.Equal("[" + expected + "]", JsonCalls.Query(Document, path, JsonCalls.Words("WRAPPER", "UNCONDITIONAL")));
}
