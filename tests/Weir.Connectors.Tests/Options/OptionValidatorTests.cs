using Weir.Engine.Connectors;
using Weir.Engine.Types;
using Weir.Sql.Descriptors;

namespace Weir.Connectors.Tests.Options;

public sealed class OptionValidatorTests
{
    private static readonly DescriptorCatalog s_catalog = BuiltInDescriptors.Create();

    [Fact]
    public void A_table_whose_options_are_right_has_no_problems() =>
        Assert.Empty(Validate("nexmark", ("table", "bid"), ("events", "100"), ("throttle", "10")));

    [Fact]
    public void An_unknown_option_is_named_with_the_nearest_that_there_is()
    {
        OptionProblem problem = Assert.Single(Validate("nexmark", ("evnets", "100")));
        Assert.Equal("evnets", problem.Key);
        Assert.Contains("'nexmark' has no option 'evnets'", problem.Message, StringComparison.Ordinal);
        Assert.Equal("Did you mean 'events'?", problem.Hint);
    }

    [Fact]
    public void An_unknown_option_that_is_near_to_none_gets_the_list()
    {
        OptionProblem problem = Assert.Single(Validate("print", ("colour-of-the-line", "red")));
        Assert.Equal("It takes print-identifier, standard-error.", problem.Hint);
    }

    [Fact]
    public void All_problems_are_reported() =>
        Assert.Equal(["path", "format", "pth"], Validate("filesystem", ("pth", "/x")).Select(p => p.Key).OrderByDescending(k => k != "pth").ThenByDescending(k => k));

    [Theory]
    [InlineData("nexmark", "events", "many", "a whole number")]
    [InlineData("nexmark", "table", "bids", "one of nexmark, person, auction, bid")]
    [InlineData("print", "standard-error", "yes", "true or false")]
    [InlineData("filesystem", "sink.rolling-policy.file-size", "big", "a size")]
    [InlineData("filesystem", "source.monitor-interval", "10 parsecs", "a duration")]
    public void A_malformed_value_is_named_with_what_was_expected(string connector, string key, string value, string expected)
    {
        OptionProblem problem = Validate(connector, (key, value), ("path", "/x"), ("format", "json")).First(p => p.Key == key);
        Assert.Contains($"'{key}' is '{value}'; expected {expected}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_of_the_format_are_known_and_those_of_another_are_not()
    {
        Assert.Empty(Validate("filesystem", ("path", "/x"), ("format", "json"), ("json.ignore-parse-errors", "true")));
        OptionProblem problem = Assert.Single(Validate("filesystem", ("path", "/x"), ("format", "csv"), ("json.ignore-parse-errors", "true")));
        Assert.Equal("Did you mean 'csv.ignore-parse-errors'?", problem.Hint);
    }

    [Fact]
    public void An_unknown_format_is_named_with_the_nearest()
    {
        OptionProblem problem = Assert.Single(Validate("filesystem", ("path", "/x"), ("format", "jsn")));
        Assert.Equal("Did you mean 'json'?", problem.Hint);
    }

    [Fact]
    public void A_type_that_the_format_does_not_take_is_refused()
    {
        TableSpec table = SourceReading.Table("filesystem", [("m", DataType.Map(DataType.String, DataType.Int))], ("path", "/x"), ("format", "csv"));
        OptionProblem problem = Assert.Single(Validate(table));
        Assert.Contains("column 'm' MAP<STRING, INT>: the format 'csv' does not take it", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metadata_column_that_there_is_not_is_refused()
    {
        TableSpec table = SourceReading.Table("filesystem", [("a", DataType.Int)], ("path", "/x"), ("format", "csv"));
        table = table with { Columns = [.. table.Columns, new ColumnSpec("p", DataType.String, "file.pth", true)] };
        OptionProblem problem = Assert.Single(Validate(table));
        Assert.Equal("Did you mean 'file.path'?", problem.Hint);
    }

    [Fact]
    public void A_template_that_names_a_missing_field_is_refused_with_the_nearest_column()
    {
        TableSpec table = SourceReading.Table("slack", [("service", DataType.String), ("cnt", DataType.BigInt)], ("url", "https://hooks.example/x"), ("template", "{{servise}}: {{cnt}} errors"));
        OptionProblem problem = Assert.Single(Validate(table));
        Assert.Equal("template", problem.Key);
        Assert.Contains("names 'servise'", problem.Message, StringComparison.Ordinal);
        Assert.Equal("Did you mean 'service'?", problem.Hint);
    }

    [Fact]
    public void A_datagen_option_of_a_column_that_there_is_not_is_refused()
    {
        TableSpec table = SourceReading.Table("datagen", [("amount", DataType.Int)], ("fields.amont.min", "1"));
        Assert.Equal("Did you mean 'amount'?", Assert.Single(Validate(table)).Hint);
        table = SourceReading.Table("datagen", [("amount", DataType.Int)], ("fields.amount.mim", "1"));
        Assert.Equal("Did you mean 'min'?", Assert.Single(Validate(table)).Hint);
    }

    [Theory]
    [InlineData("10 s", 10_000)]
    [InlineData("500 ms", 500)]
    [InlineData("500", 500)]
    [InlineData("1 min", 60_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1 day", 86_400_000)]
    [InlineData("3 SECONDS", 3_000)]
    public void A_duration_is_read_as_Flink_writes_it(string text, long ms)
    {
        Assert.True(OptionText.TryParseDuration(text, out TimeSpan value));
        Assert.Equal(ms, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("64 kb", 65_536)]
    [InlineData("1mb", 1_048_576)]
    [InlineData("2 gibibytes", 2_147_483_648)]
    [InlineData("100", 100)]
    [InlineData("7 bytes", 7)]
    public void A_size_is_read_as_Flink_writes_it(string text, long bytes)
    {
        Assert.True(OptionText.TryParseSize(text, out long value));
        Assert.Equal(bytes, value);
    }

    private static IReadOnlyList<OptionProblem> Validate(string connector, params (string Key, string Value)[] options) =>
        Validate(SourceReading.Table(connector, [("a", DataType.Int)], options));

    private static IReadOnlyList<OptionProblem> Validate(TableSpec table) => OptionValidator.Validate(table, s_catalog.Connector(table.Connector)!, s_catalog);
}
