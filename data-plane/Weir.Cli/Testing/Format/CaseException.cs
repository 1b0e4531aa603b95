namespace Weir.Cli.Testing.Format;

/// <summary>The case itself is wrong (not the job that it tests): which part, what was found, what was expected. Never counts as an error that a case expects.</summary>
internal sealed class CaseException(string message, Exception? inner = null) : Exception(message, inner);
