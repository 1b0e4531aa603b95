namespace Weir.Connectors.Kafka.Native;

// Transactions, with transactional.id set. Their failures are expected, so they are values: fenced or fatal, a new producer is needed;
// RequiresAbort, abort and begin anew; IsRetriable, the same call again.
internal sealed unsafe partial class KafkaProducer
{
    /// <summary>Fences older producers of the same transactional id and ends what they left open. Once, before the first transaction.</summary>
    internal KafkaError InitTransactions(int timeoutMs) => KafkaError.Take(LibRdKafka.InitTransactions(Client, timeoutMs));

    internal KafkaError BeginTransaction() => KafkaError.Take(LibRdKafka.BeginTransaction(Client));

    /// <summary>
    /// Makes offsets, with their metadata, part of the transaction. At least one must be a real offset: with none, nothing is sent, and so
    /// nothing would be fenced.
    /// </summary>
    internal KafkaError SendOffsets(ReadOnlySpan<KafkaPosition> offsets, KafkaGroupMetadata group, int timeoutMs)
    {
        var list = new PositionList(Client, offsets);
        try
        {
            return KafkaError.Take(LibRdKafka.SendOffsetsToTransaction(Client, list.Pointer, group.Pointer, timeoutMs));
        }
        finally
        {
            list.Dispose();
        }
    }

    /// <summary>
    /// Sends what is queued and commits. After a retriable error (a timeout), the outcome is unknown until the same call, made again,
    /// says; never take it for either.
    /// </summary>
    internal KafkaError CommitTransaction(int timeoutMs)
    {
        KafkaError error = KafkaError.Take(LibRdKafka.CommitTransaction(Client, timeoutMs));
        if (!error.IsError)
            Events.Recovered();
        return error;
    }

    /// <summary>Drops what the transaction wrote, queued records too.</summary>
    internal KafkaError AbortTransaction(int timeoutMs) => KafkaError.Take(LibRdKafka.AbortTransaction(Client, timeoutMs));
}
