using System.Globalization;
using System.Text;

namespace Weir.Sql.Compilation;

/// <summary>
/// A plan as text: a tree, each operator with what it works with and the kinds of row it emits. One that several read is there once; elsewhere there is a reference to it.
/// </summary>
public static class ExplainText
{
    /// <summary>The plan of a job; of one with checkpoints also what it guarantees, as a whole and at each sink.</summary>
    public static string Of(CompiledJob job)
    {
        string plan = Of(job.Explain);
        TimeSpan interval = CheckpointSettings.Read(job.Session).Interval;
        if (interval <= TimeSpan.Zero || job.Promises.Count == 0)
        {
            return plan;
        }

        StringBuilder text = new(plan);
        text.Append(CultureInfo.InvariantCulture, $"\n\nGuarantee: {SinkPromise.Text(job.Guarantee)}, with a checkpoint each {interval.TotalSeconds:0.###} s");
        foreach (SinkPromise promise in job.Promises)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {promise.Sink}: {SinkPromise.Text(promise.Guarantee)}{(promise.Reason.Length > 0 ? $"; {promise.Reason}" : string.Empty)}");
        }

        return text.ToString();
    }

    /// <summary>The plan of a job.</summary>
    public static string Of(ExplainNode root)
    {
        Dictionary<int, int> readers = [];
        Count(root, readers);
        StringBuilder text = new();
        Write(root, string.Empty, string.Empty, text, new References(readers));
        return text.ToString().TrimEnd('\n');
    }

    private static void Count(ExplainNode node, Dictionary<int, int> readers)
    {
        int before = readers.GetValueOrDefault(node.Id);
        readers[node.Id] = before + 1;
        if (before == 0)
        {
            foreach (ExplainNode input in node.Inputs)
            {
                Count(input, readers);
            }
        }
    }

    private static void Write(ExplainNode node, string first, string rest, StringBuilder text, References references)
    {
        if (references.Numbers.TryGetValue(node.Id, out int known))
        {
            text.Append(first).Append(CultureInfo.InvariantCulture, $"Reused(reference_id=[{known}])\n");
            return;
        }

        text.Append(first).Append(node.Name);
        if (node.Details.Length > 0 || node.Id >= 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"({node.Details}{(node.Details.Length > 0 ? ", " : string.Empty)}changelogMode=[{Engine.Connectors.ChangelogModes.Text(node.Changelog).Trim('[', ']')}])");
        }

        if (references.Readers[node.Id] > 1)
        {
            references.Numbers[node.Id] = references.Numbers.Count + 1;
            text.Append(CultureInfo.InvariantCulture, $"(reuse_id=[{references.Numbers[node.Id]}])");
        }

        text.Append('\n');
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            bool last = i == node.Inputs.Count - 1;
            Write(node.Inputs[i], rest + (last ? "+- " : ":- "), rest + (last ? "   " : ":  "), text, references);
        }
    }

    /// <summary>How many read each operator, and the numbers of those that several do, as far as they have been written.</summary>
    private sealed record References(IReadOnlyDictionary<int, int> Readers)
    {
        public Dictionary<int, int> Numbers { get; } = [];
    }
}
