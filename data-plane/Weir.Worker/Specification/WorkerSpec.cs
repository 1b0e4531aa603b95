namespace Weir.Worker.Specification;

/// <summary>What a worker is to run, and how.</summary>
internal sealed record WorkerSpec
{
    /// <summary>The job's name; null for that which its SQL gives it.</summary>
    public string? Name { get; init; }

    /// <summary>Where the SQL came from, to be told before what is wrong with it.</summary>
    public required string SqlName { get; init; }

    /// <summary>The SQL, variables filled in.</summary>
    public required string Sql { get; init; }

    /// <summary>Settings made before the first statement.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Lanes, where no checkpoint says otherwise.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>The address to serve HTTP at.</summary>
    public string HttpAddress { get; init; } = Http.LocalHttp.ThisMachine;

    /// <summary>The port to serve HTTP at; 0 for a free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Where rows go that do not parse.</summary>
    public required string DeadLetters { get; init; }

    /// <summary>The most that state and managed memory may take, in MiB; null for no limit.</summary>
    public long? MemoryLimitMb { get; init; }

    /// <summary>Whether what goes well is told too, not only what goes wrong.</summary>
    public bool SaysAll { get; init; } = true;
}

/// <summary>Something wrong with a specification.</summary>
/// <param name="Place">File, line and column: <c>job.yaml:3:1</c>.</param>
/// <param name="Message">What is wrong, with the key.</param>
/// <param name="Hint">What to do, or null.</param>
internal sealed record SpecProblem(string Place, string Message, string? Hint = null);
