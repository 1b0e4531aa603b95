using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

// Topics made and removed, records trimmed.
internal static unsafe partial class LibRdKafka
{
    [LibraryImport(Name, EntryPoint = "rd_kafka_NewTopic_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewTopic(string topic, int partitions, int replicationFactor, byte* error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_NewTopic_set_config", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int NewTopicSetConfig(nint topic, string name, string value);

    [LibraryImport(Name, EntryPoint = "rd_kafka_NewTopic_destroy")]
    internal static partial void NewTopicDestroy(nint topic);

    [LibraryImport(Name, EntryPoint = "rd_kafka_CreateTopics")]
    internal static partial void CreateTopics(nint client, nint* topics, nuint count, nint options, nint queue);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_CreateTopics_result")]
    internal static partial nint EventCreateTopicsResult(nint eventHandle);

    [LibraryImport(Name, EntryPoint = "rd_kafka_CreateTopics_result_topics")]
    internal static partial nint* CreateTopicsResultTopics(nint result, nuint* count);

    [LibraryImport(Name, EntryPoint = "rd_kafka_DeleteTopic_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint DeleteTopic(string topic);

    [LibraryImport(Name, EntryPoint = "rd_kafka_DeleteTopic_destroy")]
    internal static partial void DeleteTopicDestroy(nint topic);

    [LibraryImport(Name, EntryPoint = "rd_kafka_DeleteTopics")]
    internal static partial void DeleteTopics(nint client, nint* topics, nuint count, nint options, nint queue);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_DeleteTopics_result")]
    internal static partial nint EventDeleteTopicsResult(nint eventHandle);

    [LibraryImport(Name, EntryPoint = "rd_kafka_DeleteTopics_result_topics")]
    internal static partial nint* DeleteTopicsResultTopics(nint result, nuint* count);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_result_name")]
    internal static partial byte* TopicResultName(nint topicResult);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_result_error")]
    internal static partial int TopicResultError(nint topicResult);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_result_error_string")]
    internal static partial byte* TopicResultErrorString(nint topicResult);

    [LibraryImport(Name, EntryPoint = "rd_kafka_DeleteRecords_new")]
    internal static partial nint DeleteRecordsNew(TopicPartitionList* beforeOffsets);

    [LibraryImport(Name, EntryPoint = "rd_kafka_DeleteRecords_destroy")]
    internal static partial void DeleteRecordsDestroy(nint request);

    [LibraryImport(Name, EntryPoint = "rd_kafka_DeleteRecords")]
    internal static partial void DeleteRecords(nint client, nint* requests, nuint count, nint options, nint queue);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_DeleteRecords_result")]
    internal static partial nint EventDeleteRecordsResult(nint eventHandle);

    [LibraryImport(Name, EntryPoint = "rd_kafka_DeleteRecords_result_offsets")]
    internal static partial TopicPartitionList* DeleteRecordsResultOffsets(nint result);

    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_poll")]
    internal static partial nint QueuePoll(nint queue, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_error")]
    internal static partial int EventError(nint eventHandle);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_error_string")]
    internal static partial byte* EventErrorString(nint eventHandle);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_destroy")]
    internal static partial void EventDestroy(nint eventHandle);

    [LibraryImport(Name, EntryPoint = "rd_kafka_AdminOptions_new")]
    internal static partial nint AdminOptionsNew(nint client, int operation);

    [LibraryImport(Name, EntryPoint = "rd_kafka_AdminOptions_destroy")]
    internal static partial void AdminOptionsDestroy(nint options);

    [LibraryImport(Name, EntryPoint = "rd_kafka_AdminOptions_set_request_timeout")]
    internal static partial int AdminOptionsSetRequestTimeout(nint options, int timeoutMs, byte* error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_AdminOptions_set_operation_timeout")]
    internal static partial int AdminOptionsSetOperationTimeout(nint options, int timeoutMs, byte* error, nuint errorSize);
}
