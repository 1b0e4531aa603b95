using Weir.Benchmarks.Data;

namespace Weir.Benchmarks.Queries;

/// <summary>A query and the loop that does the same.</summary>
internal sealed record Benchmark
{
    public required string Name { get; init; }

    /// <summary>The table that it reads.</summary>
    public required string Table { get; init; }

    /// <summary>The query; null when it is a file of Nexmark's folder.</summary>
    public string? Sql { get; init; }

    /// <summary>Columns of the result.</summary>
    public required int Columns { get; init; }

    /// <summary>Positions of the two numbers that belong together in each row of a result of groups.</summary>
    public (int First, int Second)? Ties { get; init; }

    /// <summary>How often the rows are gone through, so that a run takes some 100 ms; only where a row does not depend on those before.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Whether time is that of a clock, which goes on with the chunks.</summary>
    public bool ByClock { get; init; }

    /// <summary>What to set before the query is compiled.</summary>
    public string Settings { get; init; } = string.Empty;

    /// <summary>The loop: the checksum for a table gone through so many times.</summary>
    public required Func<EventTable, int, long> Loop { get; init; }

    /// <summary>Which file of Nexmark's folder the query is; null when it has a text of its own.</summary>
    public string? File { get; init; }
}
