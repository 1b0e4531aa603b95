using Weir.Connectors.Blackhole;
using Weir.Connectors.Nexmark;

namespace Weir.Connectors;

/// <summary>The connectors that come with Weir.</summary>
internal static class BuiltInConnectors
{
    public static void AddTo(ConnectorRegistry registry, ConnectorServices services)
    {
        registry.Add("blackhole", null, static _ => new BlackholeSink());
        registry.Add("nexmark", static table => new NexmarkSource(table), null);
    }
}
