namespace Weir.Engine.Expressions;

/// <summary>A row for which an expression has no value (a failed CAST, a division by zero, an index out of range). It fails the job, as in Flink.</summary>
public sealed class EvaluationException(string message, Exception? inner = null) : Exception(message, inner);
