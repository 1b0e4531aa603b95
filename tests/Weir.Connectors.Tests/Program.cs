using Weir.Connectors.Tests.Log;

// The tests are run by their runner; this is for those that need a second process.
if (args is [LogOwnerProcess.Verb, string folder])
    LogOwnerProcess.Run(folder);
