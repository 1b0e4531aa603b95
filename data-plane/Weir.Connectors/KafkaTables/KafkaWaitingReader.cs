using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>Stands for the partitions of a broker that has not answered yet: so that the source has not ended, and no watermark passes what is still to be read. Ends when their readers have been taken.</summary>
internal sealed class KafkaWaitingReader(KafkaFeed feed) : PartitionReader
{
    public override string Partition => "waiting-for-partitions";

    public override string Position => string.Empty;

    public override ReadStatus Read(SourceBatch batch)
    {
        if (feed.Failure is { } failure)
        {
            throw new ConnectorException(failure.Message, failure);
        }

        return feed.IsComplete ? ReadStatus.Ended : ReadStatus.Waiting;
    }
}
