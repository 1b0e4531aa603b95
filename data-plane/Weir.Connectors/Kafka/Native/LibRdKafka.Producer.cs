using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

// Writing, and transactions. What returns nint gives an rd_kafka_error_t, or 0 when all is well.
internal static unsafe partial class LibRdKafka
{
    [LibraryImport(Name, EntryPoint = "rd_kafka_produceva")]
    internal static partial nint Produce(nint client, Field* fields, nuint count);

    [LibraryImport(Name, EntryPoint = "rd_kafka_produce_batch")]
    internal static partial int ProduceBatch(nint topic, int partition, int flags, Message* messages, int count);

    [LibraryImport(Name, EntryPoint = "rd_kafka_flush")]
    internal static partial int Flush(nint client, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_outq_len")]
    internal static partial int OutQueueLength(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_purge")]
    internal static partial int Purge(nint client, int flags);

    [LibraryImport(Name, EntryPoint = "rd_kafka_init_transactions")]
    internal static partial nint InitTransactions(nint client, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_begin_transaction")]
    internal static partial nint BeginTransaction(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_send_offsets_to_transaction")]
    internal static partial nint SendOffsetsToTransaction(nint client, TopicPartitionList* offsets, nint groupMetadata, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_commit_transaction")]
    internal static partial nint CommitTransaction(nint client, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_abort_transaction")]
    internal static partial nint AbortTransaction(nint client, int timeoutMs);
}
