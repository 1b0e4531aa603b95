namespace Weir.Connectors.Kafka.Native;

/// <summary>How a client is made.</summary>
internal sealed record KafkaClientOptions
{
    /// <summary>librdkafka's own settings (bootstrap.servers, security.protocol, sasl.*, …), passed through as they are.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>Makes a token when one is due, for sasl.mechanism=OAUTHBEARER. Not needed with sasl.oauthbearer.method=oidc, where
    /// librdkafka fetches tokens by itself. Called from a thread of librdkafka's; what it throws is shown as an authentication error.</summary>
    public Func<KafkaToken>? Token { get; init; }

    /// <summary>The clock for the time of the last error.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static KafkaClientOptions For(string bootstrapServers, params ReadOnlySpan<(string Key, string Value)> more)
    {
        var properties = new Dictionary<string, string> { ["bootstrap.servers"] = bootstrapServers };
        foreach ((string key, string value) in more)
            properties[key] = value;
        return new() { Properties = properties };
    }
}
