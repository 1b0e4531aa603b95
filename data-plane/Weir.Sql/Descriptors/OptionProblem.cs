namespace Weir.Sql.Descriptors;

/// <summary>Something wrong with a table's options.</summary>
/// <param name="Key">The option.</param>
/// <param name="Message">What is wrong, what was found, what was expected.</param>
/// <param name="Hint">What to do next, e.g. the nearest name; null when the message says it.</param>
public sealed record OptionProblem(string Key, string Message, string? Hint = null);
