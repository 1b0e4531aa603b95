namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>A date pattern that cannot be used; the message says why and names the letter.</summary>
public sealed class PatternException(string message) : Exception(message);
