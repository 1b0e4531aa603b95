namespace Weir.Engine.Aggregates;

/// <summary>An aggregate over columns of an operator's input.</summary>
/// <param name="Aggregate">The function.</param>
/// <param name="Arguments">Positions of the arguments' columns.</param>
/// <param name="Filter">Position of the BOOLEAN column of FILTER (WHERE …), or -1.</param>
public sealed record AggregateCall(Aggregate Aggregate, IReadOnlyList<int> Arguments, int Filter = -1);
