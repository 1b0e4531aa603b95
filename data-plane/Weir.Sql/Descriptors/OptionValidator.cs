using System.Globalization;
using Weir.Engine.Connectors;

namespace Weir.Sql.Descriptors;

/// <summary>Checks the WITH clause of a table against what its connector and formats know. All that is wrong is reported, not only the first.</summary>
public static class OptionValidator
{
    /// <summary>The options that name a format, with what stands in front of that format's options.</summary>
    private static readonly (string Key, string Prefix)[] s_formatKeys = [("format", ""), ("key.format", "key."), ("value.format", "value.")];

    /// <summary>The options of every table that can be read: they are the engine's, not the connector's.</summary>
    public static IReadOnlyList<OptionDescriptor> WatermarkOptions { get; } =
    [
        new("scan.watermark.idle-timeout", OptionType.Duration, "After how long a partition that is silent no longer holds the watermark back; without it table.exec.source.idle-timeout counts."),
        new("scan.watermark.alignment.group", OptionType.Text, "Tables of one group keep together: none is read far ahead of the slowest."),
        new("scan.watermark.alignment.max-drift", OptionType.Duration, "How far ahead of the slowest, in event time, a table of the group is read."),
    ];

    /// <summary>The problems, none when all is well.</summary>
    public static IReadOnlyList<OptionProblem> Validate(TableSpec table, ConnectorDescriptor connector, DescriptorCatalog catalog)
    {
        List<OptionProblem> problems = [];
        Dictionary<string, OptionDescriptor> known = connector.Options.ToDictionary(o => o.Key, StringComparer.Ordinal);
        foreach (OptionDescriptor option in connector.IsSource ? WatermarkOptions : [])
        {
            known.TryAdd(option.Key, option);
        }

        AddFormats(table, connector, catalog, known, problems);
        CheckGiven(table, connector, known, problems);
        foreach (OptionDescriptor option in known.Values)
        {
            if (option.IsRequired && !table.Options.ContainsKey(option.Key))
            {
                problems.Add(new OptionProblem(option.Key, $"Table '{table.Name}': the option '{option.Key}' is missing; the connector '{connector.Name}' needs it.", option.Summary));
            }
        }

        CheckMetadata(table, connector, problems);
        if (problems.Count > 0)
        {
            return problems; // the checks below take it that each option is well formed
        }

        foreach (Func<IReadOnlyDictionary<string, string>, string?> check in connector.Checks)
        {
            if (check(table.Options) is { } message)
            {
                problems.Add(new OptionProblem("connector", $"Table '{table.Name}': {message}"));
            }
        }

        foreach (Func<TableSpec, OptionProblem?> check in connector.TableChecks)
        {
            if (check(table) is { } problem)
            {
                problems.Add(problem);
            }
        }

        return problems;
    }

    private static void AddFormats(
        TableSpec table, ConnectorDescriptor connector, DescriptorCatalog catalog, Dictionary<string, OptionDescriptor> known, List<OptionProblem> problems)
    {
        foreach ((string key, string prefix) in s_formatKeys)
        {
            if (!known.ContainsKey(key) || table.Option(key) is not { } name)
            {
                continue;
            }

            FormatDescriptor? format = connector.Formats.Contains(name, StringComparer.OrdinalIgnoreCase) ? catalog.Format(name) : null;
            if (format is null)
            {
                problems.Add(new OptionProblem(
                    key,
                    $"Table '{table.Name}': the format '{name}' is not one that the connector '{connector.Name}' takes: {string.Join(", ", connector.Formats)}.",
                    NearestName.Hint(name, connector.Formats)));
                continue;
            }

            foreach (OptionDescriptor option in format.Options)
            {
                known.TryAdd(prefix + option.Key, option with { Key = prefix + option.Key });
            }

            if (key == "key.format")
            {
                continue; // only some columns are its, which the connector checks
            }

            foreach (ColumnSpec column in table.Columns)
            {
                if (column.MetadataKey is null && !table.PartitionKeys.Contains(column.Name) && format.Refuses(column.Type) is { } reason)
                {
                    problems.Add(new OptionProblem(key, $"Table '{table.Name}', column '{column.Name}' {column.Type}: the format '{format.Name}' does not take it: {reason}."));
                }
            }
        }
    }

    private static void CheckGiven(TableSpec table, ConnectorDescriptor connector, Dictionary<string, OptionDescriptor> known, List<OptionProblem> problems)
    {
        foreach ((string key, string value) in table.Options)
        {
            if (key == "connector")
            {
                continue;
            }

            if (Find(known, key) is not { } option)
            {
                IEnumerable<string> names = known.Keys.Where(k => !k.EndsWith('*'));
                string hint = NearestName.Hint(key, names) ?? (names.Any() ? $"It takes {string.Join(", ", names.Order(StringComparer.Ordinal))}." : "It takes no options.");
                problems.Add(new OptionProblem(key, $"Table '{table.Name}': the connector '{connector.Name}' has no option '{key}'.", hint));
            }
            else if (Expected(option, value) is { } expected)
            {
                string? hint = option.Type == OptionType.Choice ? NearestName.Hint(value, option.Choices) : null;
                problems.Add(new OptionProblem(key, $"Table '{table.Name}': the option '{key}' is '{value}'; expected {expected}.", hint));
            }
        }
    }

    private static void CheckMetadata(TableSpec table, ConnectorDescriptor connector, List<OptionProblem> problems)
    {
        foreach (ColumnSpec column in table.Columns)
        {
            if (column.MetadataKey is not { } key || connector.Metadata.Any(m => m.Key == key))
            {
                continue;
            }

            IEnumerable<string> keys = connector.Metadata.Select(m => m.Key);
            string there = connector.Metadata.Count == 0 ? "it has none" : $"it has {string.Join(", ", keys)}";
            problems.Add(new OptionProblem(
                column.Name, $"Table '{table.Name}', column '{column.Name}': the connector '{connector.Name}' has no metadata '{key}'; {there}.", NearestName.Hint(key, keys)));
        }
    }

    private static OptionDescriptor? Find(Dictionary<string, OptionDescriptor> known, string key)
    {
        if (known.TryGetValue(key, out OptionDescriptor? option))
        {
            return option;
        }

        foreach (OptionDescriptor candidate in known.Values)
        {
            if (candidate.Key.EndsWith('*') && key.StartsWith(candidate.Key[..^1], StringComparison.Ordinal))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>What the value should have been; null when it is well formed.</summary>
    private static string? Expected(OptionDescriptor option, string value) => option.Type switch
    {
        OptionType.Integer => long.TryParse(value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : "a whole number",
        OptionType.Number => double.TryParse(value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? null : "a number",
        OptionType.Boolean => OptionText.TryParseBoolean(value, out _) ? null : "true or false",
        OptionType.Duration => OptionText.TryParseDuration(value, out _) ? null : OptionText.DurationForm,
        OptionType.Size => OptionText.TryParseSize(value, out _) ? null : OptionText.SizeForm,
        OptionType.Choice => option.Choices.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : $"one of {string.Join(", ", option.Choices)}",
        _ => null,
    };
}
