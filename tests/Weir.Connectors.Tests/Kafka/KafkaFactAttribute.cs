namespace Weir.Connectors.Tests.Kafka;

/// <summary>A test that needs a real broker: skipped, with the reason, where there is nothing that starts one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KafkaFactAttribute : FactAttribute
{
    public KafkaFactAttribute()
    {
        if (KafkaBroker.Tool is null)
            Skip = "needs a Kafka broker: WEIR_TOOLS names no folder with kafka/kafka in it";
    }
}
