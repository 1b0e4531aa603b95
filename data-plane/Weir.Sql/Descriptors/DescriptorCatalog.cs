namespace Weir.Sql.Descriptors;

/// <summary>The connectors and formats that the planner knows.</summary>
public sealed class DescriptorCatalog(IReadOnlyList<ConnectorDescriptor> connectors, IReadOnlyList<FormatDescriptor> formats)
{
    /// <summary>The connectors.</summary>
    public IReadOnlyList<ConnectorDescriptor> Connectors { get; } = connectors;

    /// <summary>The formats.</summary>
    public IReadOnlyList<FormatDescriptor> Formats { get; } = formats;

    /// <summary>The connector of that name, or null.</summary>
    public ConnectorDescriptor? Connector(string name) => Connectors.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The format of that name, or null.</summary>
    public FormatDescriptor? Format(string name) => Formats.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
