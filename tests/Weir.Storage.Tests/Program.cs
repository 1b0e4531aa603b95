using Weir.Storage.Tests.Files;
using Weir.Storage.Tests.Rocks;

// The tests are run by their runner; this is for those that need a second process.
if (args is [StoreProcess.Verb, string task, string folder])
    StoreProcess.Run(task, folder);
else if (args is [FileStoreProcess.Verb, string root, string user])
    await FileStoreProcess.RunAsync(root, user);
