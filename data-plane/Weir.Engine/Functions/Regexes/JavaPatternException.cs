namespace Weir.Engine.Functions.Regexes;

/// <summary>A pattern that java.util.regex itself would refuse; Flink's functions then give NULL or FALSE.</summary>
public sealed class JavaPatternException(string message, int position) : Exception($"{message} near index {position}");

/// <summary>A pattern that java.util.regex takes but that is not supported here.</summary>
public sealed class UnsupportedPatternException(string message) : Exception(message);
