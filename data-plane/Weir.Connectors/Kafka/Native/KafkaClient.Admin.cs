namespace Weir.Connectors.Kafka.Native;

// Making and removing topics, trimming records. Any client can do it; each request has an answer per topic or partition.
internal abstract unsafe partial class KafkaClient
{
    private const int ErrorSize = 512;

    /// <summary>Makes topics, and waits until the brokers know them.</summary>
    /// <returns>For each what came of it, in the order given; a topic that exists is <see cref="KafkaErrorCode.TopicAlreadyExists"/>.</returns>
    internal KafkaError[] CreateTopics(ReadOnlySpan<KafkaNewTopic> topics, int timeoutMs)
    {
        byte* error = stackalloc byte[ErrorSize];
        var requests = new nint[topics.Length];
        try
        {
            for (int i = 0; i < topics.Length; i++)
            {
                KafkaNewTopic topic = topics[i];
                requests[i] = LibRdKafka.NewTopic(topic.Name, topic.Partitions, topic.ReplicationFactor, error, ErrorSize);
                if (requests[i] == 0)
                    throw new ArgumentException($"topic {topic.Name}: {Text(error)}", nameof(topics));
                foreach ((string name, string value) in topic.Config)
                    KafkaError.Of(LibRdKafka.NewTopicSetConfig(requests[i], name, value)).ThrowIfError();
            }

            return Ask(AdminOperation.CreateTopics, requests, timeoutMs, static answer =>
            {
                nuint count;
                return TopicErrors(LibRdKafka.CreateTopicsResultTopics(LibRdKafka.EventCreateTopicsResult(answer), &count), count);
            });
        }
        finally
        {
            foreach (nint request in requests)
            {
                if (request != 0)
                    LibRdKafka.NewTopicDestroy(request);
            }
        }
    }

    /// <summary>Removes topics with all they hold.</summary>
    /// <returns>For each what came of it, in the order given.</returns>
    internal KafkaError[] DeleteTopics(ReadOnlySpan<string> topics, int timeoutMs)
    {
        var requests = new nint[topics.Length];
        for (int i = 0; i < topics.Length; i++)
            requests[i] = LibRdKafka.DeleteTopic(topics[i]);
        try
        {
            return Ask(AdminOperation.DeleteTopics, requests, timeoutMs, static answer =>
            {
                nuint count;
                return TopicErrors(LibRdKafka.DeleteTopicsResultTopics(LibRdKafka.EventDeleteTopicsResult(answer), &count), count);
            });
        }
        finally
        {
            foreach (nint request in requests)
                LibRdKafka.DeleteTopicDestroy(request);
        }
    }

    /// <summary>Removes what is before each position (<see cref="KafkaPosition.End"/>: everything); what it returns are the partitions' new beginnings.</summary>
    internal KafkaPosition[] DeleteRecords(ReadOnlySpan<KafkaPosition> before, int timeoutMs)
    {
        var list = new PositionList(Client, before);
        nint request = LibRdKafka.DeleteRecordsNew(list.Pointer);
        list.Dispose();
        try
        {
            return Ask(AdminOperation.DeleteRecords, [request], timeoutMs, static answer =>
                PositionList.Read(LibRdKafka.DeleteRecordsResultOffsets(LibRdKafka.EventDeleteRecordsResult(answer)), "delete records"));
        }
        finally
        {
            LibRdKafka.DeleteRecordsDestroy(request);
        }
    }

    private static KafkaError[] TopicErrors(nint* results, nuint count)
    {
        var errors = new KafkaError[count];
        for (int i = 0; i < errors.Length; i++)
        {
            int code = LibRdKafka.TopicResultError(results[i]);
            byte* reason = LibRdKafka.TopicResultErrorString(results[i]);
            errors[i] = reason == null ? KafkaError.Of(code) : KafkaError.Of(code, Text(reason));
        }

        return errors;
    }

    private T Ask<T>(AdminOperation operation, nint[] requests, int timeoutMs, Func<nint, T> read)
    {
        nint client = Client, options = 0, answer = 0;
        nint queue = LibRdKafka.QueueNew(client);
        byte* error = stackalloc byte[ErrorSize];
        try
        {
            options = LibRdKafka.AdminOptionsNew(client, (int)operation);
            KafkaError.Of(LibRdKafka.AdminOptionsSetRequestTimeout(options, timeoutMs, error, ErrorSize)).ThrowIfError();
            KafkaError.Of(LibRdKafka.AdminOptionsSetOperationTimeout(options, timeoutMs, error, ErrorSize)).ThrowIfError();
            fixed (nint* first = requests)
            {
                switch (operation)
                {
                    case AdminOperation.CreateTopics: LibRdKafka.CreateTopics(client, first, (nuint)requests.Length, options, queue); break;
                    case AdminOperation.DeleteTopics: LibRdKafka.DeleteTopics(client, first, (nuint)requests.Length, options, queue); break;
                    default: LibRdKafka.DeleteRecords(client, first, (nuint)requests.Length, options, queue); break;
                }
            }

            // librdkafka answers each request, at its timeout at the latest: no timeout of our own.
            answer = LibRdKafka.QueuePoll(queue, -1);
            int code = LibRdKafka.EventError(answer);
            if (code != 0)
                throw new KafkaException(KafkaError.Of(code, Text(LibRdKafka.EventErrorString(answer))), $"{operation}");
            return read(answer);
        }
        finally
        {
            if (answer != 0)
                LibRdKafka.EventDestroy(answer);
            if (options != 0)
                LibRdKafka.AdminOptionsDestroy(options);
            LibRdKafka.QueueDestroy(queue);
        }
    }

    /// <summary>rd_kafka_admin_op_t.</summary>
    private enum AdminOperation
    {
        CreateTopics = 1,
        DeleteTopics = 2,
        DeleteRecords = 6,
    }
}
