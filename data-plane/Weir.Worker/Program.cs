using Weir.Worker.Running;

return await WorkerProgram.RunAsync(args);
