using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>Turns settings into an rd_kafka_conf_t, and that into a client.</summary>
internal static unsafe class KafkaConfig
{
    private const int ErrorSize = 512;

    /// <summary>Throws for the first setting that librdkafka refuses, without making a client or reaching for a broker.</summary>
    internal static void Validate(IReadOnlyDictionary<string, string> properties)
    {
        LibRdKafka.Require();
        LibRdKafka.ConfDestroy(Build(properties));
    }

    internal static KafkaHandle Create(LibRdKafka.ClientType type, KafkaClientOptions options, KafkaEvents events)
    {
        LibRdKafka.Require();
        nint conf = Build(options.Properties);
        var opaque = GCHandle.Alloc(events);
        LibRdKafka.ConfSetOpaque(conf, GCHandle.ToIntPtr(opaque));
        KafkaCallbacks.Register(conf, type, options.Token is not null);
        byte* error = stackalloc byte[ErrorSize];
        nint client = LibRdKafka.New(type, conf, error, ErrorSize);
        if (client == 0)
        {
            LibRdKafka.ConfDestroy(conf);
            opaque.Free();
            throw new KafkaConfigException("", $"the Kafka client cannot be made: {Text(error)}");
        }

        var handle = new KafkaHandle(client, opaque);
        if (options.Token is not null)
        {
            // Tokens are fetched in the background, so that the first call does not have to wait for somebody to poll.
            KafkaError failed = KafkaError.Take(LibRdKafka.SaslBackgroundCallbacksEnable(client));
            if (failed.IsError)
            {
                handle.Dispose();
                throw new KafkaException(failed, "OAUTHBEARER tokens cannot be fetched in the background");
            }
        }

        return handle;
    }

    private static nint Build(IReadOnlyDictionary<string, string> properties)
    {
        nint conf = LibRdKafka.ConfNew();
        byte* error = stackalloc byte[ErrorSize];
        foreach ((string name, string value) in properties)
        {
            if (LibRdKafka.ConfSet(conf, name, value, error, ErrorSize) == 0)
                continue;
            LibRdKafka.ConfDestroy(conf);
            throw new KafkaConfigException(name, $"Kafka setting {name}: {Text(error)}");
        }

        return conf;
    }

    private static string Text(byte* error) => Marshal.PtrToStringUTF8((nint)error) ?? "";
}
