<<<<<<< HEAD
using Weir.Storage.Tests.Rocks;

// The tests are run by their runner; this is for those that need a second process.
if (args is [StoreProcess.Verb, string task, string folder])
    StoreProcess.Run(task, folder);
=======
using Weir.Storage.Tests.Files;

// The tests are run by their runner; this is for those that need a second process.
if (args is [FileStoreProcess.Verb, string folder, string user])
    await FileStoreProcess.RunAsync(folder, user);
>>>>>>> h/storage
