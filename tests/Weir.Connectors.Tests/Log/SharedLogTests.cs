namespace Weir.Connectors.Tests.Log;

public sealed class SharedLogTests() : EmbeddedLogTests(asClient: true);
