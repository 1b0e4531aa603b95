using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables.Home;

/// <summary>Tells what will never work, and stops the job, from what the job gets over by restoring.</summary>
internal static class TransactionFailure
{
    /// <summary>The exception: a <see cref="ConnectorException"/> when it would only fail again, else a <see cref="CommitFencedException"/>.</summary>
    /// <param name="error">What the client says.</param>
    /// <param name="turn">Whose transaction it is.</param>
    /// <param name="servers">The brokers' addresses.</param>
    /// <param name="what">What went wrong, as a sentence without an end.</param>
    public static Exception Of(KafkaError error, KafkaTurn turn, string servers, string what)
    {
        // A transaction that fails because of a record says no more than that; the record's own error says why.
        KafkaError record = turn.Producer.Events.FirstNotDelivered;
        KafkaError cause = IsForGood(error.Code) || !IsForGood(record.Code) ? error : record;
        string told = $"Kafka at {servers}, transactional id '{turn.TransactionalId}': {what}: {cause}.";
        if (IsForGood(cause.Code))
        {
            return new ConnectorException($"{told}{Advice(cause.Code)}");
        }

        return new CommitFencedException(error.IsFenced
            ? $"{told} Another run of the job has taken over, or the transaction was open for longer than properties.transaction.timeout.ms and the brokers aborted it."
            : $"{told} The transaction is aborted.");
    }

    /// <summary>Whether it would only fail again.</summary>
    public static bool IsForGood(KafkaErrorCode code) => code is KafkaErrorCode.MessageTooLarge or KafkaErrorCode.RecordListTooLarge or KafkaErrorCode.InvalidRecord or KafkaErrorCode.OffsetMetadataTooLarge
        or KafkaErrorCode.TopicAuthorizationFailed or KafkaErrorCode.GroupAuthorizationFailed or KafkaErrorCode.ClusterAuthorizationFailed or KafkaErrorCode.TransactionalIdAuthorizationFailed
        or KafkaErrorCode.UnknownTopic or KafkaErrorCode.UnknownPartition or KafkaErrorCode.UnknownTopicOrPartition or KafkaErrorCode.InvalidTransactionTimeout;

    /// <summary>What to do about it, as a sentence with a blank before it; empty where nothing is known.</summary>
    public static string Advice(KafkaErrorCode code) => code switch
    {
        KafkaErrorCode.InvalidTransactionTimeout => " The brokers allow no more than their transaction.max.timeout.ms: give a smaller properties.transaction.timeout.ms, or have theirs raised.",
        KafkaErrorCode.TopicAuthorizationFailed => " The user needs WRITE and DESCRIBE on the topic.",
        KafkaErrorCode.GroupAuthorizationFailed => " The user needs READ on the consumer group.",
        KafkaErrorCode.ClusterAuthorizationFailed or KafkaErrorCode.TransactionalIdAuthorizationFailed => " The user needs WRITE and DESCRIBE on the transactional id.",
        _ => string.Empty,
    };
}
