using System.Diagnostics;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.LogTables;

/// <summary>A second process that writes a table over the log: this very program, started by its entry point.</summary>
internal static class LogTableProcess
{
    internal const string Verb = "write-log-table";

    internal static Process Start(string folder, int rows) =>
        Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(LogTableProcess).Assembly.Location, Verb, folder, $"{rows}"]))!;

    internal static TableSpec Table(string folder, params (string Key, string Value)[] more) => SourceReading.Table(
        "log",
        [("id", DataType.BigInt), ("text", DataType.String)],
        [("path", folder), ("topic", "lines"), ("partitions", "3"), ("format", "json"), ("key.format", "raw"), ("key.fields", "text"), .. more]);

    internal static void Run(string folder, int rows)
    {
        TableSpec table = Table(folder);
        for (int from = 0; from < rows; from += 100)
        {
            object?[][] batch = [.. Enumerable.Range(from, 100).Select(i => new object?[] { (long)i, $"line {i % 10}" })];
            MessageWriting.WriteAll(ConnectorRegistry.CreateBuiltIn(new ConnectorServices()).CreateSink(table), table, batch);
        }
    }
}
