using System.Collections.Frozen;
using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>A table's <c>properties.*</c>, in the names of Kafka's Java client or of librdkafka, as librdkafka takes them.</summary>
internal sealed class KafkaProperties
{
    private const string Prefix = "properties.";

    /// <summary>Names that differ; an empty one means that there is nothing to set: the table, or librdkafka's nature, settles it.</summary>
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>
    {
        ["key.deserializer"] = "",
        ["value.deserializer"] = "",
        ["key.serializer"] = "",
        ["value.serializer"] = "",
        ["max.poll.records"] = "",
        ["max.block.ms"] = "",
        ["default.api.timeout.ms"] = "",
        ["partition.assignment.strategy"] = "",
        ["partition.discovery.interval.ms"] = "",
        ["client.id.prefix"] = "",
        ["ssl.truststore.type"] = "",
        ["ssl.truststore.password"] = "",
        ["ssl.keystore.type"] = "",
        ["receive.buffer.bytes"] = "socket.receive.buffer.bytes",
        ["send.buffer.bytes"] = "socket.send.buffer.bytes",
        ["fetch.max.wait.ms"] = "fetch.wait.max.ms",
        ["ssl.truststore.location"] = "ssl.ca.location",
        ["ssl.truststore.certificates"] = "ssl.ca.pem",
        ["ssl.keystore.certificate.chain"] = "ssl.certificate.pem",
        ["ssl.keystore.key"] = "ssl.key.pem",
        ["sasl.login.callback.handler.class"] = "",
        ["sasl.client.callback.handler.class"] = "",
    }.ToFrozenDictionary();

    private readonly TableSpec _table;
    private readonly Dictionary<string, string> _set = [];

    public KafkaProperties(TableSpec table)
    {
        _table = table;
        foreach ((string key, string value) in table.Options)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                Set(key[Prefix.Length..], value);
            }
        }

        if (!_set.ContainsKey("bootstrap.servers"))
        {
            throw new ConnectorException($"Table '{table.Name}': the option 'properties.bootstrap.servers' is missing; the connector '{table.Connector}' needs it.");
        }

        try
        {
            KafkaConfig.Validate(_set);
        }
        catch (KafkaConfigException refused)
        {
            throw new ConnectorException($"Table '{table.Name}': the option 'properties.{refused.Setting}': {refused.Message}.", refused);
        }
        catch (KafkaLibraryException missing)
        {
            throw new ConnectorException($"Table '{table.Name}': {missing.Message}", missing);
        }
    }

    /// <summary>The brokers' addresses.</summary>
    public string Servers => _set["bootstrap.servers"];

    /// <summary>The consumer group, where one is named.</summary>
    public string? Group => _set.GetValueOrDefault("group.id");

    /// <summary>Where a partition starts that the group has committed nothing for: earliest, latest or none.</summary>
    public string OffsetReset { get; private set; } = "none";

    /// <summary>For how long a transaction may be open, where that is said.</summary>
    public string? TransactionTimeoutMs => _set.GetValueOrDefault("transaction.timeout.ms");

    /// <summary>What a client is made with.</summary>
    public KafkaClientOptions Client(TimeProvider time) => new() { Properties = _set, Time = time };

    /// <summary>What a client is made with that has settings of its own.</summary>
    public KafkaClientOptions Client(TimeProvider time, params ReadOnlySpan<(string Key, string Value)> own)
    {
        Dictionary<string, string> properties = new(_set);
        foreach ((string key, string value) in own)
        {
            properties[key] = value;
        }

        return new KafkaClientOptions { Properties = properties, Time = time };
    }

    /// <summary>Whether an address of a broker is the same.</summary>
    public bool IsSameCluster(KafkaProperties other) => Addresses(Servers).Overlaps(Addresses(other.Servers));

    /// <summary>Whether the cluster is the same, and how one signs in there: then one client does for both.</summary>
    public bool IsSameHome(KafkaProperties other) => IsSameCluster(other) && SignIn().SetEquals(other.SignIn());

    private static HashSet<string> Addresses(string servers) =>
        new(servers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);

    private HashSet<KeyValuePair<string, string>> SignIn() =>
        [.. _set.Where(p => p.Key.StartsWith("sasl.", StringComparison.Ordinal) || p.Key.StartsWith("ssl.", StringComparison.Ordinal) || p.Key == "security.protocol")];

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "auto.offset.reset":
                OffsetReset = value.ToLowerInvariant() switch
                {
                    "earliest" or "smallest" or "beginning" => "earliest",
                    "latest" or "largest" or "end" => "latest",
                    "none" or "error" => "none",
                    _ => throw Refused(name, value, "one of earliest, latest, none"),
                };
                break;
            case "enable.auto.commit":
                if (!value.Equals("false", StringComparison.OrdinalIgnoreCase))
                {
                    throw Refused(name, value, "false: a job's offsets are its own, and are not committed on the side");
                }

                break;
            case "security.protocol":
                _set[name] = value.ToLowerInvariant();
                break;
            case "ssl.endpoint.identification.algorithm":
                _set[name] = value.Length == 0 ? "none" : value;
                break;
            case "ssl.keystore.location":
                SetKeystore(value);
                break;
            case "ssl.truststore.location":
            case "ssl.truststore.certificates":
                RequirePem("ssl.truststore.type", value);
                _set[s_names[name]] = value;
                break;
            case "sasl.jaas.config":
                SetJaas(value);
                break;
            default:
                string known = s_names.GetValueOrDefault(name, name);
                if (known.Length > 0)
                {
                    _set[known] = value;
                }

                break;
        }
    }

    private void SetKeystore(string path)
    {
        if ("PKCS12".Equals(_table.Option(Prefix + "ssl.keystore.type"), StringComparison.OrdinalIgnoreCase))
        {
            _set["ssl.keystore.location"] = path;
            return;
        }

        RequirePem("ssl.keystore.type", path);
        _set["ssl.certificate.location"] = path;
        _set["ssl.key.location"] = path;
    }

    private void RequirePem(string typeKey, string value)
    {
        string type = _table.Option(Prefix + typeKey) ?? (value.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) || value.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal) ? "PEM" : "JKS");
        if (!type.Equals("PEM", StringComparison.OrdinalIgnoreCase))
        {
            throw new ConnectorException(
                $"Table '{_table.Name}': the option '{Prefix}{typeKey}' is {type}; expected PEM. A Java keystore is made one by: keytool -list -rfc -keystore FILE > FILE.pem");
        }
    }

    private void SetJaas(string text)
    {
        JaasConfig? jaas = JaasConfig.TryParse(text);
        IReadOnlyDictionary<string, string> options = jaas?.Options ?? new Dictionary<string, string>();
        switch (jaas?.Module)
        {
            case "PlainLoginModule" or "ScramLoginModule" when options.ContainsKey("username") && options.ContainsKey("password"):
                _set["sasl.username"] = options["username"];
                _set["sasl.password"] = options["password"];
                break;
            case "OAuthBearerLoginModule" when options.ContainsKey("clientId"):
                _set["sasl.oauthbearer.method"] = "oidc";
                _set["sasl.oauthbearer.client.id"] = options["clientId"];
                _set["sasl.oauthbearer.client.secret"] = options.GetValueOrDefault("clientSecret", string.Empty);
                if (options.TryGetValue("scope", out string? wanted))
                {
                    _set["sasl.oauthbearer.scope"] = wanted;
                }

                break;
            case "OAuthBearerLoginModule" when options.TryGetValue("unsecuredLoginStringClaim_sub", out string? principal):
                string scope = options.TryGetValue("unsecuredLoginStringClaim_scope", out string? named) ? $" scope={named}" : string.Empty;
                _set["enable.sasl.oauthbearer.unsecure.jwt"] = "true";
                _set["sasl.oauthbearer.config"] = $"principal={principal} lifeSeconds={options.GetValueOrDefault("unsecuredLoginLifetimeSeconds", "3600")}{scope}";
                break;
            default:
                throw new ConnectorException(
                    $"Table '{_table.Name}': the option '{Prefix}sasl.jaas.config' is not one that is understood: expected PlainLoginModule or ScramLoginModule with username and password, or OAuthBearerLoginModule with clientId and clientSecret. "
                    + "Kerberos is set by sasl.kerberos.* as librdkafka has it.");
        }
    }

    private ConnectorException Refused(string name, string value, string expected) =>
        new($"Table '{_table.Name}': the option '{Prefix}{name}' is '{value}'; expected {expected}.");
}
