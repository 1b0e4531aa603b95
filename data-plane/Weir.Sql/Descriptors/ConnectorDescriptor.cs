using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Sql.Descriptors;

/// <summary>A metadata column that a connector or format offers.</summary>
/// <param name="Key">Its key in METADATA FROM.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsWritable">Whether a sink takes it; otherwise it must be declared VIRTUAL.</param>
public sealed record MetadataDescriptor(string Key, DataType Type, bool IsWritable);

/// <summary>What the planner knows of a connector: data only. A test compares it with the connector itself.</summary>
public sealed record ConnectorDescriptor
{
    /// <summary>The value of <c>connector</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it connects to, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Whether tables of it can be read.</summary>
    public required bool IsSource { get; init; }

    /// <summary>Whether tables of it can be written.</summary>
    public required bool IsSink { get; init; }

    /// <summary>Its options, but for <c>connector</c> and those of its format.</summary>
    public required IReadOnlyList<OptionDescriptor> Options { get; init; }

    /// <summary>The formats that <c>format</c> (and <c>value.format</c>, <c>key.format</c> where those are options) may name; none when it has no format.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>The kinds of row that a source of it gives.</summary>
    public ChangelogMode SourceChangelog { get; init; } = ChangelogMode.InsertOnly;

    /// <summary>Whether a -D of a source may carry no more than the primary key.</summary>
    public bool SourceKeyOnlyDeletes { get; init; }

    /// <summary>Whether a sink needs no more of a -D than the primary key.</summary>
    public bool SinkKeyOnlyDeletes { get; init; }

    /// <summary>The kinds of row that a sink of it takes without a primary key.</summary>
    public ChangelogMode SinkChangelog { get; init; } = ChangelogMode.InsertOnly;

    /// <summary>The kinds of row that a sink of it takes with a primary key.</summary>
    public ChangelogMode SinkChangelogWithKey { get; init; } = ChangelogMode.InsertOnly;

    /// <summary>The guarantee of a sink of it.</summary>
    public SinkGuarantee Guarantee { get; init; } = SinkGuarantee.AtLeastOnce;

    /// <summary>
    /// Where tables with these options are written by the commit of a job's checkpoints (a cluster, a folder), so that those of one such place are written exactly once; null when they are not. A job has one such place: that of its
    /// first sink that has any.
    /// </summary>
    public Func<IReadOnlyDictionary<string, string>, string?>? Home { get; init; }

    /// <summary>Why the guarantee is what it is.</summary>
    public string GuaranteeReason { get; init; } = string.Empty;

    /// <summary>Its metadata columns.</summary>
    public IReadOnlyList<MetadataDescriptor> Metadata { get; init; } = [];

    /// <summary>Whether, given the options, a source of it comes to an end by itself.</summary>
    public Func<IReadOnlyDictionary<string, string>, bool> IsBounded { get; init; } = _ => false;

    /// <summary>Checks of options that depend on each other; each answer is a message, null when all is well.</summary>
    public IReadOnlyList<Func<IReadOnlyDictionary<string, string>, string?>> Checks { get; init; } = [];

    /// <summary>Checks of the options against the table's columns.</summary>
    public IReadOnlyList<Func<TableSpec, OptionProblem?>> TableChecks { get; init; } = [];
}

/// <summary>What the planner knows of a format.</summary>
public sealed record FormatDescriptor
{
    /// <summary>The value of <c>format</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Its options, each with the format's name in front (<c>json.ignore-parse-errors</c>).</summary>
    public required IReadOnlyList<OptionDescriptor> Options { get; init; }

    /// <summary>Whether a value of the type can be read and written; the answer is the reason why not, null when it can.</summary>
    public Func<DataType, string?> Refuses { get; init; } = _ => null;
}
