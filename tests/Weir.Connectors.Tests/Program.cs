using System.Globalization;
using Weir.Connectors.Tests.KafkaTables.Home;
using Weir.Connectors.Tests.Log;
using Weir.Connectors.Tests.LogTables;

// The tests are run by their runner; this is for those that need a second process.
if (args is [LogOwnerProcess.Verb, string folder])
    LogOwnerProcess.Run(folder);
else if (args is [LogTableProcess.Verb, string of, string rows])
    LogTableProcess.Run(of, int.Parse(rows, CultureInfo.InvariantCulture));
else if (args is [HomeProcess.Verb, string servers, string topic, string job])
    await HomeProcess.RunAsync(servers, topic, job);
