using Weir.Engine.Types;

namespace Weir.Engine.Connectors;

/// <summary>A column of a table as a connector sees it.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="MetadataKey">The connector's (or format's) metadata key that it stands for; null for a physical column.</param>
/// <param name="IsVirtual">A metadata column that is read, never written.</param>
public sealed record ColumnSpec(string Name, DataType Type, string? MetadataKey = null, bool IsVirtual = false);

/// <summary>A table as its DDL describes it, for the connector that reads or writes it. Options are checked against the connector's descriptor before.</summary>
public sealed record TableSpec
{
    /// <summary>The table's name, for messages and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>The value of <c>connector</c>.</summary>
    public required string Connector { get; init; }

    /// <summary>All options of the WITH clause, with hints applied.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Physical and metadata columns in the order of the DDL (computed ones are the planner's).</summary>
    public required IReadOnlyList<ColumnSpec> Columns { get; init; }

    /// <summary>Positions in <see cref="Columns"/> of the primary key.</summary>
    public IReadOnlyList<int> PrimaryKey { get; init; } = [];

    /// <summary>Columns of PARTITIONED BY, by name.</summary>
    public IReadOnlyList<string> PartitionKeys { get; init; } = [];

    /// <summary>The zone of <c>table.local-time-zone</c>.</summary>
    public TimeZoneInfo SessionTimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The job's name, for ids that must be stable (consumer groups, message ids).</summary>
    public string JobName { get; init; } = "job";

    /// <summary>An option's value, or null.</summary>
    public string? Option(string key) => Options.GetValueOrDefault(key);
}
