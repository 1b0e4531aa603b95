using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>Who commits for a group, as a transaction needs it: the group, and for a member also its generation, by which one that has lost its partitions is fenced.</summary>
internal sealed class KafkaGroupMetadata : SafeHandle
{
    internal KafkaGroupMetadata(nint metadata) : base(0, ownsHandle: true) => SetHandle(metadata);

    public override bool IsInvalid => handle == 0;

    internal nint Pointer => handle;

    /// <summary>A group that has no members, only committed offsets.</summary>
    internal static KafkaGroupMetadata Of(string groupId)
    {
        LibRdKafka.Require();
        return new(LibRdKafka.ConsumerGroupMetadataNew(groupId));
    }

    protected override bool ReleaseHandle()
    {
        LibRdKafka.ConsumerGroupMetadataDestroy(handle);
        return true;
    }
}
