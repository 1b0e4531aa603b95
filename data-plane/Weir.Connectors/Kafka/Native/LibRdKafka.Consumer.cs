using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

// Reading: assignment, batches of messages, committed offsets.
internal static unsafe partial class LibRdKafka
{
    [LibraryImport(Name, EntryPoint = "rd_kafka_poll_set_consumer")]
    internal static partial int PollSetConsumer(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_get_consumer")]
    internal static partial nint QueueGetConsumer(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_new")]
    internal static partial nint QueueNew(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_destroy")]
    internal static partial void QueueDestroy(nint queue);

    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_yield")]
    internal static partial void QueueYield(nint queue);

    [LibraryImport(Name, EntryPoint = "rd_kafka_consume_batch_queue")]
    internal static partial nint ConsumeBatchQueue(nint queue, int timeoutMs, Message** messages, nuint size);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_destroy")]
    internal static partial void MessageDestroy(Message* message);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition] // reads a field
    internal static partial long MessageTimestamp(Message* message, int* type);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_leader_epoch")]
    internal static partial int MessageLeaderEpoch(Message* message);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_headers")]
    internal static partial int MessageHeaders(Message* message, nint* headers);

    [LibraryImport(Name, EntryPoint = "rd_kafka_header_get_all")]
    internal static partial int HeaderGetAll(nint headers, nuint index, byte** name, byte** value, nuint* valueLength);

    [LibraryImport(Name, EntryPoint = "rd_kafka_assign")]
    internal static partial int Assign(nint client, TopicPartitionList* partitions);

    [LibraryImport(Name, EntryPoint = "rd_kafka_incremental_assign")]
    internal static partial nint IncrementalAssign(nint client, TopicPartitionList* partitions);

    [LibraryImport(Name, EntryPoint = "rd_kafka_incremental_unassign")]
    internal static partial nint IncrementalUnassign(nint client, TopicPartitionList* partitions);

    [LibraryImport(Name, EntryPoint = "rd_kafka_pause_partitions")]
    internal static partial int PausePartitions(nint client, TopicPartitionList* partitions);

    [LibraryImport(Name, EntryPoint = "rd_kafka_resume_partitions")]
    internal static partial int ResumePartitions(nint client, TopicPartitionList* partitions);

    [LibraryImport(Name, EntryPoint = "rd_kafka_seek_partitions")]
    internal static partial nint SeekPartitions(nint client, TopicPartitionList* partitions, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_position")]
    internal static partial int Position(nint client, TopicPartitionList* partitions);

    [LibraryImport(Name, EntryPoint = "rd_kafka_committed")]
    internal static partial int Committed(nint client, TopicPartitionList* partitions, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_commit")]
    internal static partial int Commit(nint client, TopicPartitionList* offsets, int async);

    [LibraryImport(Name, EntryPoint = "rd_kafka_consumer_group_metadata")]
    internal static partial nint ConsumerGroupMetadata(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_consumer_group_metadata_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ConsumerGroupMetadataNew(string groupId);

    [LibraryImport(Name, EntryPoint = "rd_kafka_consumer_group_metadata_destroy")]
    internal static partial void ConsumerGroupMetadataDestroy(nint metadata);
}
