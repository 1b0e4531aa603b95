namespace Weir.Connectors.Tests.Log;

public sealed class OwnedLogTests() : EmbeddedLogTests(asClient: false);
