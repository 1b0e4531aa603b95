using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Cli.Testing.Format;

/// <summary>A small job with its input and the output that it must give.</summary>
internal sealed record TestCase
{
    /// <summary>The case's name, unique in its file.</summary>
    public required string Name { get; init; }

    /// <summary>The file, relative to the path given on the command line, without its ending (<c>folder/file</c>).</summary>
    public required string File { get; init; }

    /// <summary>Where the file is.</summary>
    public required string Path { get; init; }

    /// <summary>Its place in the file; the first is 1.</summary>
    public required int Number { get; init; }

    /// <summary><c>folder/file/name</c>: what lists hold.</summary>
    public string Id => $"{File}/{Name}";

    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>The job's text.</summary>
    public string Statements { get; init; } = string.Empty;

    public IReadOnlyList<KeyValuePair<string, string>> Config { get; init; } = [];

    /// <summary>Processing time at the start; null when the case does not set it.</summary>
    public DateTimeOffset? Clock { get; init; }

    public IReadOnlyList<InputTable> Inputs { get; init; } = [];

    public IReadOnlyList<ExpectedTable> Expect { get; init; } = [];

    public IReadOnlyList<ExpectedResult> Results { get; init; } = [];

    /// <summary>The error that the job must end with; null when it must not.</summary>
    public ExpectedError? Error { get; init; }

    /// <summary>Whether the job is to take a savepoint after its rows, and another to go on from it.</summary>
    public bool HasRestore => Inputs.Any(i => i.AfterRestore is not null) || Expect.Any(e => e.AfterRestore is not null);

    /// <summary>The case's second part: what comes after the savepoint. Tables that are read by lookup keep their rows where they are not given new ones.</summary>
    public TestCase SecondPart => this with
    {
        Inputs = [.. Inputs.Select(i => i with { Entries = i.AfterRestore ?? (i.IsLookup ? i.Entries : []), AfterRestore = null })],
        Expect = [.. Expect.Select(e => e with { Rows = e.AfterRestore ?? [], AfterRestore = null })],
    };

    /// <summary>What is wrong with the case itself: it cannot run, and fails.</summary>
    public string? Problem { get; init; }

    /// <summary>Why the case is passed over; null when it is to run.</summary>
    public string? SkipReason { get; init; }
}

/// <summary>A table whose connector is replaced by rows.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="Changelog">The kinds that it may hold.</param>
/// <param name="KeyOnlyDeletes">Whether its -D rows carry only the key.</param>
/// <param name="IsLookup">Whether it is read by lookup only.</param>
/// <param name="AfterRestore">Its entries in the second part of a case with a restore; null where it says none.</param>
internal sealed record InputTable(string Name, IReadOnlyList<InputEntry> Entries, ChangelogMode Changelog, bool KeyOnlyDeletes, bool IsLookup, IReadOnlyList<InputEntry>? AfterRestore = null);

/// <summary>One entry of an input: a row, a watermark, or a step of the clock.</summary>
internal abstract record InputEntry;

/// <summary>A row: its kind and its values as the file has them.</summary>
internal sealed record RowEntry(RowKind Kind, IReadOnlyList<object?> Values) : InputEntry;

/// <summary>Event time of the table moves on to this, in milliseconds.</summary>
internal sealed record WatermarkEntry(long TimeMs) : InputEntry;

/// <summary>Processing time moves on to this, for everybody.</summary>
internal sealed record ClockEntry(DateTimeOffset Time) : InputEntry;

/// <summary>How the rows of a table are compared.</summary>
internal enum CompareMode
{
    /// <summary>The same rows with the same kinds, in any order.</summary>
    Changelog,

    /// <summary>The same rows with the same kinds, in the same order.</summary>
    Ordered,

    /// <summary>The table that remains after all changes.</summary>
    Final,
}

/// <summary>A table whose connector is replaced by a collector. Without rows only that it can be written is judged.</summary>
internal sealed record ExpectedTable(string Name, IReadOnlyList<string> Rows, ChangelogMode? Changelog, bool KeyOnlyDeletes, CompareMode Compare, IReadOnlyList<string>? AfterRestore = null);

/// <summary>An expression and what it gives.</summary>
internal sealed record ExpectedResult(string Sql, string? Type, bool HasValue, string? Value, ExpectedError? Error);

/// <summary>When an error must come.</summary>
internal enum ErrorPlace
{
    /// <summary>At any time.</summary>
    Any,

    /// <summary>When the text is compiled.</summary>
    Validate,

    /// <summary>When the job runs.</summary>
    Run,
}

/// <summary>An error that must come: text that its message must contain (null: any), and when.</summary>
internal sealed record ExpectedError(string? Text, ErrorPlace At);
