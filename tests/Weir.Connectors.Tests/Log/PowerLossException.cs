namespace Weir.Connectors.Tests.Log;

/// <summary>The simulated machine is off.</summary>
internal sealed class PowerLossException : Exception;
