using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.Tests.Kafka.Native;

[Collection(KafkaCollection.Name)]
public sealed class KafkaSecurityTests(KafkaBroker broker)
{
    private const int TimeoutMs = KafkaTestTopic.TimeoutMs;

    [KafkaFact]
    public void Plain_over_TLS_signs_in() => Works(Secured("PLAIN", ("sasl.username", "weir"), ("sasl.password", "weir-secret")));

    [KafkaFact]
    public void SCRAM_over_TLS_signs_in()
    {
        Works(Secured("SCRAM-SHA-256", ("sasl.username", "weir"), ("sasl.password", "weir-secret")));
        Works(Secured("SCRAM-SHA-512", ("sasl.username", "weir"), ("sasl.password", "weir-secret")));
    }

    [KafkaFact]
    public void A_token_of_our_own_making_signs_in_over_TLS()
    {
        int made = 0;
        KafkaClientOptions options = Secured("OAUTHBEARER") with
        {
            Token = () =>
            {
                made++;
                return KafkaToken.Unsecured("weir", TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), "kafka");
            },
        };
        Works(options);
        Assert.True(made > 0);
    }

    [KafkaFact]
    public void A_token_that_cannot_be_had_is_reported_with_its_reason()
    {
        KafkaClientOptions options = Secured("OAUTHBEARER") with { Token = () => throw new InvalidOperationException("the vault is sealed") };
        using var consumer = new KafkaConsumer(options);
        using var batch = new KafkaMessageBatch(1);
        Patience.Until(() => consumer.Events.LastError.IsError, () => consumer.Consume(batch, 100));
        Assert.Contains("the vault is sealed", consumer.Events.LastError.Reason);
    }

    [KafkaFact]
    public void A_wrong_password_is_reported_as_such()
    {
        using var producer = new KafkaProducer(Secured("PLAIN", ("sasl.username", "weir"), ("sasl.password", "wrong")));
        Patience.Until(() => producer.Events.LastError.Code == KafkaErrorCode.Authentication, () => producer.Poll(100));
        Patience.Until(() => producer.Events.AreAllBrokersDown, () => producer.Poll(100));
        Assert.Equal(KafkaErrorCode.Authentication, producer.Events.LastError.Code);
        KafkaException refused = Assert.Throws<KafkaException>(() => producer.Topics(500));
        Assert.Contains("uthentication", refused.Message);
    }

    [KafkaFact]
    public void A_broker_whose_certificate_nobody_vouches_for_is_not_trusted()
    {
        using var producer = new KafkaProducer(
            KafkaClientOptions.For(broker.SecureAddress, ("security.protocol", "sasl_ssl"), ("sasl.mechanism", "PLAIN"), ("sasl.username", "weir"), ("sasl.password", "weir-secret")));
        Patience.Until(() => producer.Events.LastError.Code == KafkaErrorCode.Ssl, () => producer.Poll(100));
    }

    private static void Works(KafkaClientOptions options)
    {
        using var producer = new KafkaProducer(options);
        string name = $"t-{Guid.NewGuid():N}";
        producer.CreateTopics([new KafkaNewTopic(name, 1)], TimeoutMs)[0].ThrowIfError();
        producer.Produce(new KafkaRecord { Topic = producer.Topic(name), Partition = 0, Value = "v"u8 }).ThrowIfError();
        producer.Flush(TimeoutMs).ThrowIfError();
        using var consumer = new KafkaConsumer(options);
        consumer.Assign([new(name, 0, 0)]);
        using var batch = new KafkaMessageBatch(1);
        Assert.Equal(1, consumer.Consume(batch, TimeoutMs));
        Assert.Equal(KafkaErrorCode.None, batch[0].ErrorCode);
    }

    private KafkaClientOptions Secured(string mechanism, params ReadOnlySpan<(string, string)> more) =>
        KafkaClientOptions.For(
            broker.SecureAddress,
            [("security.protocol", "sasl_ssl"), ("ssl.ca.location", broker.AuthorityCertificate), ("sasl.mechanism", mechanism), .. more]);
}
