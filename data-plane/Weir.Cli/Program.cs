using Weir.Cli.Commands;

return await RootCommands.InvokeAsync(args);
