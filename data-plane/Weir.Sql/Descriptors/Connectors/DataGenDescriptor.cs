using Weir.Engine.Connectors;

namespace Weir.Sql.Descriptors.Connectors;

internal static class DataGenDescriptor
{
    private static readonly string[] s_fieldOptions = ["kind", "min", "max", "max-past", "length", "var-len", "null-rate", "start", "end"];

    public static ConnectorDescriptor Create() => new()
    {
        Name = "datagen",
        Summary = "Generates rows of random or sequential values.",
        IsSource = true,
        IsSink = false,
        Options =
        [
            new("rows-per-second", OptionType.Integer, "How many rows a second.", "10000"),
            new("number-of-rows", OptionType.Integer, "How many rows in all; without it there is no end."),
            new("scan.parallelism", OptionType.Integer, "Into how many partitions the rows are dealt.", "one for each lane"),
            new("history", OptionType.Duration, "Rows of so long a time before the start are given at once, with the times that they would have had."),
            new("seed", OptionType.Integer, "The same seed gives the same rows; without it each run has its own."),
            new("fields.*", OptionType.Text, "Of a column: fields.NAME.kind (random, sequence), min, max, max-past, length, var-len, null-rate, start, end."),
        ],
        IsBounded = options => options.ContainsKey("number-of-rows") || options.Any(o => o.Key.StartsWith("fields.", StringComparison.Ordinal) && o.Key.EndsWith(".kind", StringComparison.Ordinal)
            && o.Value.Equals("sequence", StringComparison.OrdinalIgnoreCase)),
        TableChecks = [CheckFields],
    };

    private static OptionProblem? CheckFields(TableSpec table)
    {
        foreach (string key in table.Options.Keys)
        {
            if (!key.StartsWith("fields.", StringComparison.Ordinal))
            {
                continue;
            }

            int dot = key.LastIndexOf('.');
            string column = dot > 7 ? key[7..dot] : key[7..];
            string first = column.Split('.')[0];
            if (!table.Columns.Any(c => c.Name == column || c.Name == first))
            {
                return new OptionProblem(key, $"Table '{table.Name}': the option '{key}' names no column of the table.", NearestName.Hint(first, table.Columns.Select(c => c.Name)));
            }

            string option = key[(dot + 1)..];
            if (dot <= 7 || !s_fieldOptions.Contains(option))
            {
                return new OptionProblem(key, $"Table '{table.Name}': the option '{key}' is not known; of a column there are {string.Join(", ", s_fieldOptions)}.", NearestName.Hint(option, s_fieldOptions));
            }
        }

        return null;
    }
}
