using System.Globalization;
using Weir.Connectors.Tests.Files;
using Weir.Connectors.Tests.KafkaTables.Home;
using Weir.Connectors.Tests.Log;
using Weir.Connectors.Tests.LogTables;

// The tests are run by their runner; this is for those that need a second process.
if (args is [LogOwnerProcess.Verb, string folder])
    LogOwnerProcess.Run(folder);
else if (args is [LogTableProcess.Verb, string of, string rows])
    LogTableProcess.Run(of, int.Parse(rows, CultureInfo.InvariantCulture));
else if (args is [LogHomeProcess.Verb, string home])
    LogHomeProcess.Run(home);
else if (args is [FileSinkProcess.Verb, string @for, string lanes])
    await FileSinkProcess.Run(@for, int.Parse(lanes, CultureInfo.InvariantCulture));
else if (args is [HomeProcess.WriteVerb, string servers, string topic, string job])
    await HomeProcess.WriteAsync(servers, topic, job);
else if (args is [HomeProcess.CommitVerb, string brokers, string lines, string name])
    await HomeProcess.CommitAsync(brokers, lines, name);
