using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.Tests.Kafka.Native;

/// <summary>A test that needs librdkafka, but no broker.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LibraryFactAttribute : FactAttribute
{
    public LibraryFactAttribute()
    {
        if (!File.Exists(LibRdKafka.Path(Environment.GetEnvironmentVariable)))
            Skip = "needs librdkafka: ./weir setup kafka builds it";
    }
}
