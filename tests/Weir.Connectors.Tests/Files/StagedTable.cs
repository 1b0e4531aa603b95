using System.Globalization;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Files;

/// <summary>A table of numbers in three folders, and what a reader of its files sees.</summary>
internal static class StagedTable
{
    private static readonly EnumerationOptions s_everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    public static TableSpec Create(string folder, params (string Key, string Value)[] more) =>
        SourceReading.Table("filesystem", [("n", DataType.BigInt), ("p", DataType.Int)], [("path", Path.Combine(folder, "out")), ("format", "csv"), .. more]) with { PartitionKeys = ["p"] };

    /// <summary>Rows of the numbers.</summary>
    public static Batch Rows(TableSpec table, IEnumerable<long> numbers) => SinkWriting.Inserts(table, [.. numbers.Select(n => new object?[] { n, (int)(n % 3) })]);

    /// <summary>The numbers in the files that are visible, in order.</summary>
    public static List<long> Visible(TableSpec table) =>
        [.. Names(table).Where(f => !Path.GetFileName(f).StartsWith('.')).SelectMany(File.ReadAllLines).Select(l => long.Parse(l, CultureInfo.InvariantCulture)).Order()];

    public static string[] Hidden(TableSpec table) => [.. Names(table).Where(f => Path.GetFileName(f).StartsWith('.'))];

    private static string[] Names(TableSpec table) => Directory.Exists(table.Options["path"]) ? Directory.GetFiles(table.Options["path"], "*", s_everywhere) : [];
}
