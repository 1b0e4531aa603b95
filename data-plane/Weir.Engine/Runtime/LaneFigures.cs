namespace Weir.Engine.Runtime;

/// <summary>What a lane is doing at one moment.</summary>
/// <param name="Lane">The lane's number, from 0.</param>
/// <param name="Task">The task at work; null while the lane waits for something to do.</param>
/// <param name="Operators">The operators of that task, in the order of its rows.</param>
/// <param name="SinceTurn">How long ago it last began to go through its tasks: a lane that is well does so many times a second, also while it waits.</param>
/// <param name="HasEnded">Whether all of its tasks have ended.</param>
public sealed record LaneFigures(int Lane, string? Task, IReadOnlyList<string> Operators, TimeSpan SinceTurn, bool HasEnded);
