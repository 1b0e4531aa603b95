using System.Globalization;
using Weir.Connectors.Options;
using Weir.Connectors.Pacing;
using Weir.Engine.Connectors;

namespace Weir.Connectors.DataGen;

/// <summary>Generates rows of random or sequential values. With a seed the rows are the same on each run and with any number of partitions.</summary>
internal sealed class DataGenSource : TableSource
{
    private readonly ValueGenerator[] _generators;
    private readonly long _rowsPerSecond;
    private readonly long? _partitions;
    private readonly ulong _seed;
    private readonly long _end;
    private readonly long _historyRows;

    public DataGenSource(TableSpec table, ConnectorServices services)
    {
        OptionReader options = new(table);
        _rowsPerSecond = options.IntegerOr("rows-per-second", 10_000, 1);
        _partitions = options.Integer("scan.parallelism", 1, 1 << 16);
        _historyRows = (long)(options.Duration("history", TimeSpan.Zero).TotalSeconds * _rowsPerSecond);
        _seed = (ulong)(options.Integer("seed") ?? services.Chance().NextInt64());
        if (table.Columns.FirstOrDefault(c => c.MetadataKey is not null) is { } metadata)
        {
            throw new ConnectorException($"Table '{table.Name}', column '{metadata.Name}': datagen has no metadata.");
        }

        GeneratorFactory factory = new(table);
        _generators = [.. table.Columns.Select(c => factory.Create(c.Name, c.Type))];
        long sequence = _generators.Length == 0 ? long.MaxValue : _generators.Min(g => g.Rows);
        _end = Math.Min(options.IntegerOr("number-of-rows", long.MaxValue, 0), sequence);
    }

    public override bool IsBounded => _end < long.MaxValue;

    public override IReadOnlyList<PartitionReader> Open(SourceContext context)
    {
        int partitions = (int)(_partitions ?? PartitionsBefore(context) ?? context.LaneCount);
        (ValueGenerator, int)[] columns = [.. context.Columns.Select(c => (_generators[c], c))];
        List<PartitionReader> readers = [];
        for (int p = context.Lane; p < partitions; p += context.LaneCount)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{p}-of-{partitions}");
            long next = context.Positions.TryGetValue(name, out string? position) ? long.Parse(position, CultureInfo.InvariantCulture) : p;
            Throttle throttle = new(context.Clock, _rowsPerSecond, Math.Max(next - p, _historyRows), context.Wake);
            readers.Add(new DataGenReader(name, columns, _seed, next, partitions, _end, throttle, context.Clock, new DataGenHistory(_historyRows, _rowsPerSecond, context.Clock)));
        }

        return readers;
    }

    private static long? PartitionsBefore(SourceContext context)
    {
        foreach (string name in context.Positions.Keys)
        {
            int of = name.IndexOf("-of-", StringComparison.Ordinal);
            if (of > 0 && long.TryParse(name.AsSpan(of + 4), CultureInfo.InvariantCulture, out long partitions))
            {
                return partitions;
            }
        }

        return null;
    }
}
