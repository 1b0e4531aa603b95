using System.Globalization;

namespace Weir.Benchmarks.Flink;

/// <summary>A query of the Nexmark benchmark: a file that both engines are given as it is, and how many events it is measured over.</summary>
internal sealed record NexmarkQuery(string Name, string Path, long Events, long WarmUpEvents)
{
    private const long DefaultEvents = 3_000_000;

    /// <summary>Enough that each engine is at work for seconds, few enough that the slowest query ends within half a minute.</summary>
    private static readonly Dictionary<string, (long Events, long WarmUp)> s_events = new()
    {
        ["q0"] = (20_000_000, 5_000_000),
        ["q1"] = (20_000_000, 5_000_000),
        ["q2"] = (20_000_000, 5_000_000),
        ["q11"] = (5_000_000, 3_000_000),
        ["q12"] = (6_000_000, 3_000_000),
        ["q15"] = (4_000_000, 2_000_000),
        ["q16"] = (1_000_000, 500_000),
        ["q17"] = (5_000_000, 3_000_000),
        ["q21"] = (4_000_000, 3_000_000),
        ["q22"] = (6_000_000, 3_000_000),
    };

    /// <summary>Whether the query goes by the clock, so that its rows differ from run to run.</summary>
    public bool FollowsClock => Text.Contains("PROCTIME", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file's text.</summary>
    public string Text { get; } = File.ReadAllText(Path);

    /// <summary>All queries of a folder, by number; with names given, only those.</summary>
    public static IReadOnlyList<NexmarkQuery> In(string folder, IReadOnlyCollection<string> names) =>
    [
        .. Directory.GetFiles(folder, "q*.sql")
            .Select(path => (Name: System.IO.Path.GetFileNameWithoutExtension(path), Path: path))
            .Where(q => names.Count == 0 || names.Contains(q.Name))
            .OrderBy(q => int.Parse(q.Name.AsSpan(1), CultureInfo.InvariantCulture))
            .Select(q => (q.Name, q.Path, Counts: s_events.GetValueOrDefault(q.Name, (DefaultEvents, DefaultEvents))))
            .Select(q => new NexmarkQuery(q.Name, q.Path, q.Counts.Item1, q.Counts.Item2)),
    ];

    /// <summary>The tables that the queries read, which their files leave out.</summary>
    public static string Tables(long events, long rate) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        CREATE TABLE person (id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, `dateTime` TIMESTAMP(3), extra STRING,
          WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH ('connector' = 'nexmark', 'table' = 'person', 'events' = '{events}', 'rate' = '{rate}');
        CREATE TABLE auction (id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, `dateTime` TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING,
          WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH ('connector' = 'nexmark', 'table' = 'auction', 'events' = '{events}', 'rate' = '{rate}');
        CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3), extra STRING,
          WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH ('connector' = 'nexmark', 'table' = 'bid', 'events' = '{events}', 'rate' = '{rate}');

        """);
}
