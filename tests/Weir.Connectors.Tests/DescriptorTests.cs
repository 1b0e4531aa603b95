using System.Collections;
using Weir.Connectors.Formats;
using Weir.Engine.Connectors;
using Weir.Engine.Types;
using Weir.Sql.Descriptors;

namespace Weir.Connectors.Tests;

/// <summary>What the planner is told of each connector is what the connector does.</summary>
public sealed class DescriptorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DescriptorCatalog _catalog = BuiltInDescriptors.Create();
    private readonly ConnectorRegistry _registry = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());

    public static TheoryData<string> Names => [.. ConnectorRegistry.CreateBuiltIn(new ConnectorServices()).Names];

    public static TheoryData<string> FormatNames => [.. FormatRegistry.Names];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_is_a_descriptor_for_each_connector_and_format()
    {
        Assert.Equal(_registry.Names, _catalog.Connectors.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.Equal(FormatRegistry.Names, _catalog.Formats.Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_connector_is_source_and_sink_as_it_is_described(string name)
    {
        ConnectorDescriptor descriptor = _catalog.Connector(name)!;
        Assert.Equal((descriptor.IsSource, descriptor.IsSink), (_registry.HasSource(name), _registry.HasSink(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_connector_reads_the_options_that_are_described_and_no_others(string name)
    {
        ConnectorDescriptor descriptor = _catalog.Connector(name)!;
        RecordingOptions options = new(Options(descriptor, required: false));
        TableSpec table = Table(name, options);
        if (descriptor.IsSource)
        {
            _registry.CreateSource(table).Dispose();
        }

        if (descriptor.IsSink)
        {
            _registry.CreateSink(table).Dispose();
        }

        IEnumerable<string> formats = descriptor.Formats.SelectMany(f => _catalog.Format(f)!.Options).Select(o => o.Key);
        IEnumerable<string> described = descriptor.Options.Select(o => o.Key).Where(k => !k.EndsWith('*'));
        string[] read = [.. options.Read.Where(k => !descriptor.Options.Any(o => o.Key.EndsWith('*') && k.StartsWith(o.Key[..^1], StringComparison.Ordinal))).Except(formats)];
        Assert.Empty(read.Except(described));

        // Those of the message connectors depend on each other, so that some are only read where others are given.
        Assert.Empty(described.Except(read).Except(IsOfMessages(descriptor) ? described : []));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_required_options_are_enough_and_each_is_needed(string name)
    {
        ConnectorDescriptor descriptor = _catalog.Connector(name)!;
        Dictionary<string, string> options = Options(descriptor, required: true);
        Assert.Empty(OptionValidator.Validate(Table(name, options), descriptor, _catalog));
        Create(descriptor, Table(name, options));
        foreach (string key in descriptor.Options.Where(o => o.IsRequired).Select(o => o.Key))
        {
            Dictionary<string, string> without = new(options);
            without.Remove(key);
            Assert.Contains(OptionValidator.Validate(Table(name, without), descriptor, _catalog), p => p.Key == key);
            Assert.Contains($"'{key}'", Assert.Throws<ConnectorException>(() => Create(descriptor, Table(name, without))).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_choice_that_the_planner_takes_is_taken(string name)
    {
        ConnectorDescriptor descriptor = _catalog.Connector(name)!;
        foreach (OptionDescriptor option in descriptor.Options)
        {
            foreach (string choice in option.Choices)
            {
                TableSpec table = Table(name, new Dictionary<string, string>(Options(descriptor, required: true)) { [option.Key] = choice });
                if (OptionValidator.Validate(table, descriptor, _catalog).Count == 0)
                {
                    Create(descriptor, table);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changelog_guarantee_and_bounds_are_as_described(string name)
    {
        ConnectorDescriptor descriptor = _catalog.Connector(name)!;
        foreach (bool required in new[] { true, false })
        {
            Dictionary<string, string> options = Options(descriptor, required);
            if (descriptor.IsSource)
            {
                using TableSource source = _registry.CreateSource(Table(name, options));
                Assert.Equal((descriptor.SourceChangelog, descriptor.IsBounded(options)), (source.Changelog, source.IsBounded));
            }

            if (descriptor.IsSink)
            {
                using TableSink sink = _registry.CreateSink(Table(name, options));
                Assert.Equal((descriptor.SinkChangelog, descriptor.Guarantee, descriptor.GuaranteeReason), (sink.Accepts(ChangelogMode.All), sink.Guarantee, sink.GuaranteeReason));
            }
        }
    }

    [Theory]
    [MemberData(nameof(FormatNames))]
    public void A_format_reads_the_options_that_are_described_and_no_others(string name)
    {
        FormatDescriptor descriptor = _catalog.Format(name)!;
        RecordingOptions options = new([]);
        TableSpec table = Table("filesystem", options);
        FormatRegistry.CreateDecoder(table, name, string.Empty, FormatField.ForSource(table, []));
        FormatRegistry.CreateEncoder(table, name, string.Empty, FormatField.ForSink(table));
        Assert.Equal(descriptor.Options.Select(o => o.Key).Order(StringComparer.Ordinal), options.Read.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("csv", "MAP<STRING, INT>")]
    [InlineData("csv", "ARRAY<ARRAY<INT>>")]
    [InlineData("csv", "ARRAY<INT>")]
    [InlineData("csv", "TIME(6)")]
    [InlineData("csv", "DECIMAL(10, 2)")]
    [InlineData("raw", "DATE")]
    [InlineData("raw", "INT")]
    [InlineData("raw", "ARRAY<INT>")]
    public void A_format_takes_the_types_that_are_described(string name, string type)
    {
        DataType column = Formats.Types.Parse(type);
        TableSpec table = SourceReading.Table("filesystem", [("a", column)]);
        bool takes = Record.Exception(() => FormatRegistry.CreateDecoder(table, name, string.Empty, FormatField.ForSource(table, [0]))) is null;
        Assert.Equal(_catalog.Format(name)!.Refuses(column) is null, takes);
    }

    private void Create(ConnectorDescriptor descriptor, TableSpec table)
    {
        if (descriptor.IsSource)
        {
            _registry.CreateSource(table).Dispose();
        }

        if (descriptor.IsSink)
        {
            _registry.CreateSink(table).Dispose();
        }
    }

    private static bool IsOfMessages(ConnectorDescriptor descriptor) => descriptor.Name is "kafka" or "upsert-kafka" or "log";

    private static TableSpec Table(string name, IReadOnlyDictionary<string, string> options) =>
        new() { Name = "t", Connector = name, Options = options, Columns = [new ColumnSpec("a", DataType.String)], PrimaryKey = name == "upsert-kafka" ? [0] : [] };

    /// <summary>A well-formed value for each option, or for each that is required.</summary>
    private Dictionary<string, string> Options(ConnectorDescriptor descriptor, bool required)
    {
        Dictionary<string, string> options = [];
        if (IsOfMessages(descriptor))
        {
            options["topic"] = "t";
            if (descriptor.Name == "upsert-kafka")
            {
                options["key.format"] = "json";
                options["value.format"] = "json";
            }
            else
            {
                options["format"] = "json";
            }

            if (descriptor.Name is "kafka" or "upsert-kafka")
            {
                options["properties.group.id"] = "g"; // the mode group-offsets needs it
            }

            required = true;
        }

        foreach (OptionDescriptor option in descriptor.Options)
        {
            if (option.Key.EndsWith('*') || (required && !option.IsRequired) || option.Key == "first-event.rate")
            {
                continue;
            }

            options[option.Key] = option.Key switch
            {
                "path" => _folder.Path,
                "format" or "key.format" or "value.format" => "json",
                "properties.bootstrap.servers" => "127.0.0.1:1",
                "url" => "http://127.0.0.1:1/",
                "base-time" => "2026-01-01 00:00:00",
                "blocks" => "[]",
                "source.path.regex-pattern" => ".*",
                _ => option.Type switch
                {
                    OptionType.Integer or OptionType.Number => "7",
                    OptionType.Boolean => "false",
                    OptionType.Duration => "7 s",
                    OptionType.Size => "7 mb",
                    OptionType.Choice => option.Choices[0],
                    _ => "x",
                },
            };
        }

        return options;
    }

    /// <summary>Options that keep account of which were asked for.</summary>
    private sealed class RecordingOptions(Dictionary<string, string> inner) : IReadOnlyDictionary<string, string>
    {
        public HashSet<string> Read { get; } = new(StringComparer.Ordinal);

        public IEnumerable<string> Keys => inner.Keys;

        public IEnumerable<string> Values => inner.Values;

        public int Count => inner.Count;

        public string this[string key] => TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException(key);

        public bool ContainsKey(string key) => TryGetValue(key, out _);

        public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string value)
        {
            Read.Add(key);
            return inner.TryGetValue(key, out value);
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => inner.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
