using Weir.Benchmarks.Measuring;

// The first word chooses what is measured; all else is the name of a query to be measured beside its loop (all of them without one).
return args switch
{
    _ => LimitCommand.Run(args),
};
