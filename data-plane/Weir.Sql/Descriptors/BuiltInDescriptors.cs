using Weir.Sql.Descriptors.Connectors;
using Weir.Sql.Descriptors.Formats;

namespace Weir.Sql.Descriptors;

/// <summary>What the planner knows of the built-in connectors and formats.</summary>
public static class BuiltInDescriptors
{
    /// <summary>A catalog of all of them.</summary>
    public static DescriptorCatalog Create() => new(
        [
            BlackholeDescriptor.Create(),
            DataGenDescriptor.Create(),
            FileSystemDescriptor.Create(),
            KafkaDescriptor.Create(),
            LogDescriptor.Create(),
            NexmarkDescriptor.Create(),
            PrintDescriptor.Create(),
            SlackDescriptor.Create(),
            UpsertKafkaDescriptor.Create(),
            WebhookDescriptor.Create(),
        ],
        [CsvDescriptor.Create(), JsonDescriptor.Create(), RawDescriptor.Create()]);
}
