using System.Text;
using Weir.Benchmarks.Processes;

namespace Weir.Benchmarks.Flink;

/// <summary>
/// Both engines run all queries over the same few events with their rows printed, and what the rows come to must be the same: so many rows, and the same sum of their hashes. A row that is taken
/// back counts negative, so that it does not matter in which order rows come, nor how many changes are told on the way.
/// </summary>
internal static class OutputComparison
{
    private const long Events = 30_000;

    /// <summary>So that 30,000 events are a minute of event time, in which windows and sessions end.</summary>
    private const long Rate = 500;

    /// <summary>What each query came to on either side.</summary>
    public static IReadOnlyDictionary<string, (Content Weir, Content Flink)> Run(FlinkTool flink, IReadOnlyList<NexmarkQuery> queries, bool miniBatch)
    {
        StringBuilder script = new();
        foreach (NexmarkQuery query in queries)
        {
            script.AppendLine(query.Text
                .Replace("`out`", $"`out_{query.Name}`", StringComparison.Ordinal)
                .Replace("'connector' = 'blackhole'", $"'connector' = 'print', 'print-identifier' = '{query.Name}'", StringComparison.Ordinal));
        }

        string folder = Directory.CreateTempSubdirectory("weir-bench-").FullName;
        try
        {
            string forFlink = Path.Combine(folder, "flink.sql");
            File.WriteAllText(forFlink, script.ToString());
            string forWeir = Path.Combine(folder, "weir.sql");
            File.WriteAllText(forWeir, NexmarkQuery.Tables(Events, Rate) + script);

            Dictionary<string, Content> ofFlink = queries.ToDictionary(q => q.Name, _ => new Content());
            flink.Print(forFlink, Events, Rate, miniBatch, line => Take(ofFlink, line));
            Dictionary<string, Content> ofWeir = queries.ToDictionary(q => q.Name, _ => new Content());
            (string file, string[] arguments) = PinnedProcess.Self(WeirQuery.PrintVerb, forWeir, miniBatch.ToString());
            PinnedProcess.Run(null, file, arguments, line => Take(ofWeir, line));
            return queries.ToDictionary(q => q.Name, q => (ofWeir[q.Name], ofFlink[q.Name]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Takes a line such as <c>q1> +I[1, 2]</c>; other lines are talk.</summary>
    private static void Take(Dictionary<string, Content> contents, string line)
    {
        int name = line.IndexOf("> ", StringComparison.Ordinal);
        if (name > 0 && contents.TryGetValue(line[..name], out Content? content))
        {
            ReadOnlySpan<char> row = line.AsSpan(name + 2);
            content.Add(row[..2] is "-U" or "-D" ? -1 : 1, row[2..]);
        }
    }

    /// <summary>What the rows of a query come to.</summary>
    internal sealed class Content
    {
        public long Rows { get; private set; }

        public ulong Checksum { get; private set; }

        public bool Same(Content other) => Rows == other.Rows && Checksum == other.Checksum;

        public void Add(int sign, ReadOnlySpan<char> row)
        {
            Rows += sign;
            ulong hash = Hash(row);
            Checksum += sign > 0 ? hash : 0 - hash;
        }

        /// <summary>FNV-1a, with its bits mixed once more: sums of hashes are compared.</summary>
        private static ulong Hash(ReadOnlySpan<char> row)
        {
            ulong hash = 14_695_981_039_346_656_037;
            foreach (char unit in row)
            {
                hash = (hash ^ unit) * 1_099_511_628_211;
            }

            hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
            return hash ^ (hash >> 33);
        }
    }
}
