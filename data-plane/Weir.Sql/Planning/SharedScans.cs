using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

/// <summary>The scans of a job by table: a table that is read in several places, of whatever columns, is read once, with all the columns that one of them needs.</summary>
internal sealed class SharedScans
{
    private readonly Dictionary<string, List<LogicalScan>> _scans = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LogicalScan> _merged = new(StringComparer.Ordinal);

    /// <summary>Takes note of all the scans in a relation.</summary>
    public void Add(LogicalNode node)
    {
        if (node is LogicalScan scan && LogicalDigest.IsRepeatable(scan))
        {
            string table = LogicalDigest.OfTable(scan);
            if (!_scans.TryGetValue(table, out List<LogicalScan>? scans))
            {
                _scans[table] = scans = [];
            }

            scans.Add(scan);
            _merged.Remove(table);
        }

        foreach (LogicalNode input in LogicalDigest.Inputs(node))
        {
            Add(input);
        }
    }

    /// <summary>The scan that stands for this one and all others of its table; itself when it is alone.</summary>
    public LogicalScan Of(LogicalScan scan)
    {
        string table = LogicalDigest.OfTable(scan);
        if (!LogicalDigest.IsRepeatable(scan) || !_scans.TryGetValue(table, out List<LogicalScan>? scans) || !scans.Contains(scan, ReferenceEqualityComparer.Instance))
        {
            return scan;
        }

        if (!_merged.TryGetValue(table, out LogicalScan? merged))
        {
            _merged[table] = merged = scans.Aggregate(Merge);
        }

        return merged;
    }

    /// <summary>Where the columns of a scan are in the one that stands for it.</summary>
    public static int[] Positions(LogicalScan scan, LogicalScan shared)
    {
        List<string> names = [.. shared.Columns.Select(c => c.Name)];
        return [.. scan.Columns.Select(c => names.IndexOf(c.Name))];
    }

    private static LogicalScan Merge(LogicalScan left, LogicalScan right)
    {
        int[] read = [.. left.Read.Union(right.Read).Order()];
        Dictionary<string, (LogicalColumn Column, BoundExpression Output)> columns = new(StringComparer.Ordinal);
        foreach (LogicalScan scan in new[] { left, right })
        {
            for (int i = 0; i < scan.Columns.Count; i++)
            {
                columns.TryAdd(scan.Columns[i].Name, (scan.Columns[i], BoundRewriter.Replace(scan.Outputs[i], c => c with { Index = Array.IndexOf(read, scan.Read[c.Index]) })));
            }
        }

        // The order of the table's own columns, so that it does not matter which scan comes first.
        string[] names = [.. left.Table.Columns.Select(c => c.Name).Where(columns.ContainsKey)];
        return left with
        {
            Read = read,
            Outputs = [.. names.Select(n => columns[n].Output)],
            Watermark = left.Watermark is null ? null : BoundRewriter.Replace(left.Watermark, c => c with { Index = Array.IndexOf(names, left.Columns[c.Index].Name) }),
            Columns = [.. names.Select(n => columns[n].Column)],
        };
    }
}
