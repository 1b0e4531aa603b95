using System.Text;
using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.Tests.Kafka.Native;

/// <summary>What needs the library but no broker, or not even the library.</summary>
public sealed class KafkaLibraryTests
{
    [Fact]
    public void The_library_is_where_the_environment_says_else_in_the_cache()
    {
        Assert.Equal("/x/lib.so", LibRdKafka.Path(name => name == "WEIR_LIBRDKAFKA" ? "/x/lib.so" : "/cache"));
        Assert.Equal("/c/weir/librdkafka-2.15.1/librdkafka.so", LibRdKafka.Path(name => name == "XDG_CACHE_HOME" ? "/c" : null));
        Assert.Equal("/home/a/.cache/weir/librdkafka-2.15.1/librdkafka.so", LibRdKafka.Path(name => name == "HOME" ? "/home/a" : null));
    }

    [LibraryFact]
    public void A_setting_that_is_unknown_or_has_a_wrong_value_is_named()
    {
        KafkaConfigException unknown = Assert.Throws<KafkaConfigException>(
            () => KafkaConfig.Validate(new Dictionary<string, string> { ["bootstrap.server"] = "x" }));
        Assert.Equal("bootstrap.server", unknown.Setting);
        Assert.Contains("bootstrap.server", unknown.Message);
        KafkaConfigException wrong = Assert.Throws<KafkaConfigException>(
            () => KafkaConfig.Validate(new Dictionary<string, string> { ["linger.ms"] = "soon" }));
        Assert.Contains("linger.ms", wrong.Message);
    }

    [LibraryFact]
    public void Settings_that_do_not_go_together_are_refused_when_the_client_is_made()
    {
        KafkaConfigException refused = Assert.Throws<KafkaConfigException>(
            () => new KafkaProducer(KafkaClientOptions.For("127.0.0.1:9", ("transactional.id", "x"), ("enable.idempotence", "false"))));
        Assert.Contains("enable.idempotence", refused.Message);
    }

    [LibraryFact]
    public void A_broker_that_cannot_be_reached_is_told_with_its_address_while_the_client_goes_on_trying()
    {
        // Port 9 (discard) of this machine: nobody listens.
        using var producer = new KafkaProducer(KafkaClientOptions.For("127.0.0.1:9"));
        Patience.Until(() => producer.Events.LastError.IsError, () => producer.Poll(100));
        Assert.False(producer.Events.LastError.IsFatal);
        KafkaException unanswered = Assert.Throws<KafkaException>(() => producer.Topics(200));
        Assert.Contains("127.0.0.1:9", unanswered.Message);
        using var consumer = new KafkaConsumer(KafkaClientOptions.For("127.0.0.1:9"));
        Assert.Contains("127.0.0.1:9", Assert.Throws<KafkaException>(() => consumer.Topics(1000)).Message);
    }

    [LibraryFact]
    public void Everything_that_authentication_and_compression_need_was_built_in()
    {
        foreach (string feature in (string[])["ssl", "sasl_plain", "sasl_scram", "sasl_oauthbearer", "sasl_gssapi", "gzip", "snappy", "lz4", "zstd", "oidc"])
            KafkaConfig.Validate(new Dictionary<string, string> { ["builtin.features"] = feature });
    }

    [Fact]
    public void A_token_shows_its_claims_but_never_itself()
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        KafkaToken token = KafkaToken.Unsecured("weir", now, TimeSpan.FromMinutes(5));
        string[] parts = token.Value.Split('.');
        Assert.Equal(3, parts.Length);
        Assert.Equal("", parts[2]);
        string claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal("""{"sub":"weir","iat":1700000000,"exp":1700000300}""", claims);
        Assert.DoesNotContain(parts[1], token.ToString());
    }
}
