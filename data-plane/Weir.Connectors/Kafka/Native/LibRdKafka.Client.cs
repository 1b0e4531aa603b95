using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

// Settings, errors, the client's life, what it knows of the cluster.
internal static unsafe partial class LibRdKafka
{
    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_new")]
    internal static partial nint ConfNew();

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_destroy")]
    internal static partial void ConfDestroy(nint conf);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ConfSet(nint conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_opaque")]
    internal static partial void ConfSetOpaque(nint conf, nint opaque);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_error_cb")]
    internal static partial void ConfSetErrorCallback(nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, nint, void> callback);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_log_cb")]
    internal static partial void ConfSetLogCallback(nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, void> callback);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_stats_cb")]
    internal static partial void ConfSetStatsCallback(nint conf, delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, int> callback);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_dr_msg_cb")]
    internal static partial void ConfSetDeliveryCallback(nint conf, delegate* unmanaged[Cdecl]<nint, Message*, nint, void> callback);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_oauthbearer_token_refresh_cb")]
    internal static partial void ConfSetTokenCallback(nint conf, delegate* unmanaged[Cdecl]<nint, byte*, nint, void> callback);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_enable_sasl_queue")]
    internal static partial void ConfEnableSaslQueue(nint conf, int enable);

    [LibraryImport(Name, EntryPoint = "rd_kafka_sasl_background_callbacks_enable")]
    internal static partial nint SaslBackgroundCallbacksEnable(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_oauthbearer_set_token", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetToken(nint client, string value, long expiresAtMs, string principal, byte** extensions, nuint extensionCount, byte* error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_oauthbearer_set_token_failure", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetTokenFailure(nint client, string reason);

    [LibraryImport(Name, EntryPoint = "rd_kafka_new")]
    internal static partial nint New(ClientType type, nint conf, byte* error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_destroy")]
    internal static partial void Destroy(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_opaque")]
    internal static partial nint Opaque(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_poll")]
    internal static partial int Poll(nint client, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_fatal_error")]
    internal static partial int FatalError(nint client, byte* error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_err2str")]
    internal static partial byte* ErrorText(int code);

    [LibraryImport(Name, EntryPoint = "rd_kafka_err2name")]
    internal static partial byte* ErrorName(int code);

    [LibraryImport(Name, EntryPoint = "rd_kafka_error_code")]
    internal static partial int ErrorCode(nint error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_error_string")]
    internal static partial byte* ErrorString(nint error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_error_is_fatal")]
    internal static partial int ErrorIsFatal(nint error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_error_is_retriable")]
    internal static partial int ErrorIsRetriable(nint error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_error_txn_requires_abort")]
    internal static partial int ErrorRequiresAbort(nint error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_error_destroy")]
    internal static partial void ErrorDestroy(nint error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint TopicNew(nint client, string topic, nint conf);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_destroy")]
    internal static partial void TopicDestroy(nint topic);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_name")]
    internal static partial byte* TopicName(nint topic);

    [LibraryImport(Name, EntryPoint = "rd_kafka_metadata")]
    internal static partial int Metadata(nint client, int allTopics, nint onlyTopic, ClusterMetadata** metadata, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_metadata_destroy")]
    internal static partial void MetadataDestroy(ClusterMetadata* metadata);

    [LibraryImport(Name, EntryPoint = "rd_kafka_query_watermark_offsets", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int QueryWatermarkOffsets(nint client, string topic, int partition, long* low, long* high, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_get_watermark_offsets", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetWatermarkOffsets(nint client, string topic, int partition, long* low, long* high);

    [LibraryImport(Name, EntryPoint = "rd_kafka_offsets_for_times")]
    internal static partial int OffsetsForTimes(nint client, TopicPartitionList* offsets, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_partition_list_new")]
    internal static partial TopicPartitionList* ListNew(int size);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    internal static partial void ListDestroy(TopicPartitionList* list);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_partition_list_add", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial TopicPartition* ListAdd(TopicPartitionList* list, string topic, int partition);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mem_malloc")]
    internal static partial void* Allocate(nint client, nuint size);
}
