using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>Topics of a broker that is asked without signing in: for those who set up what a job needs.</summary>
public static class KafkaTopics
{
    private const int AnswerMs = 15_000;

    /// <summary>Why nothing of Kafka can be used on this machine, with what to do about it; null where it can.</summary>
    public static string? Hindrance
    {
        get
        {
            try
            {
                LibRdKafka.Require();
                return null;
            }
            catch (KafkaLibraryException missing)
            {
                return missing.Message;
            }
        }
    }

    /// <summary>Makes a topic, with as many copies as the broker makes by default.</summary>
    /// <returns>False when there is one of that name already, which stays as it is.</returns>
    /// <exception cref="ConnectorException">The broker does not answer or refuses, or librdkafka is not there.</exception>
    public static bool Create(string servers, string topic, int partitions) =>
        Ask(servers, topic, client => client.CreateTopics([new KafkaNewTopic(topic, partitions)], AnswerMs)[0], KafkaErrorCode.TopicAlreadyExists);

    /// <summary>Removes a topic with all it holds.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="ConnectorException">The broker does not answer or refuses, or librdkafka is not there.</exception>
    public static bool Delete(string servers, string topic) =>
        Ask(servers, topic, client => client.DeleteTopics([topic], AnswerMs)[0], KafkaErrorCode.UnknownTopicOrPartition);

    private static bool Ask(string servers, string topic, Func<KafkaProducer, KafkaError> ask, KafkaErrorCode already)
    {
        try
        {
            using KafkaProducer client = new(KafkaClientOptions.For(servers));
            try
            {
                KafkaError error = ask(client);
                return error.IsError && error.Code != already
                    ? throw new ConnectorException($"Kafka at {servers} refuses the topic '{topic}': {error.Reason}.")
                    : !error.IsError;
            }
            catch (KafkaException silent)
            {
                client.Poll(0);
                string why = client.Events.LastError is { IsError: true } last ? last.Reason : silent.Error.Reason;
                throw new ConnectorException($"Kafka at {servers} does not answer: {why}. Is the broker up, and is the address one that it advertises?", silent);
            }
        }
        catch (KafkaLibraryException missing)
        {
            throw new ConnectorException(missing.Message, missing);
        }
        catch (KafkaConfigException wrong)
        {
            throw new ConnectorException($"'{servers}' is no address of Kafka: {wrong.Message}", wrong);
        }
    }
}
