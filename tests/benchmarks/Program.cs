using Weir.Benchmarks;
using Weir.Benchmarks.Measuring;

// The first word chooses what is done; any other is the name of a query to be measured beside its loop (all of them without one).
return args switch
{
    ["engine", .. var rest] => EngineCommand.Run(rest),
    ["windows"] => WindowShapes.Run(),
    _ => OtherBenchmarks.TryRun(args) ?? LimitCommand.Run(args),
};
