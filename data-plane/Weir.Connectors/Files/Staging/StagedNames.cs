using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Files.Staging;

/// <summary>
/// The names of staged files.
/// <code>
///  part-{attempt}-{lane}-{count}                                          visible
/// .part-{attempt}-{lane}-{count}.inprogress.{job and table}-{lineage}     hidden
/// </code>
/// The attempt is new at each start. The owner (job and table, lineage) stays the same from snapshot to snapshot, so that what a lost attempt left behind is known, and is never taken for another's: two INSERTs of a job into one
/// table have lineages of their own.
/// </summary>
internal sealed class StagedNames
{
    private const string Prefix = "part-";
    private const string InProgress = ".inprogress.";

    private readonly string _begin;
    private int _count;

    private StagedNames(string owner, Guid attempt, int lane) =>
        (Owner, _begin) = (owner, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{attempt}-{lane}-"));

    /// <summary>Whose files they are.</summary>
    public string Owner { get; }

    /// <summary>Names for a new attempt, which has its owner from the snapshot, if there is one of this job and table.</summary>
    public static StagedNames Create(TableSpec table, int lane, IEnumerable<StagedState> restored, Random chance)
    {
        Span<byte> random = stackalloc byte[20];
        chance.NextBytes(random);
        string place = Place(table);
        string owner = restored.FirstOrDefault(s => IsOf(place, s.Owner))?.Owner ?? $"{place}-{Convert.ToHexStringLower(random[16..])}";
        return new StagedNames(owner, new Guid(random[..16]), lane);
    }

    /// <summary>The owners among those of the states that are this job and table: a clone of a job must leave the files of its model alone.</summary>
    public static IReadOnlySet<string> Owners(TableSpec table, IEnumerable<StagedState> restored)
    {
        string place = Place(table);
        return restored.Select(s => s.Owner).Where(o => IsOf(place, o)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Takes a hidden name apart; false when it is none.</summary>
    public static bool TryParseHidden(string name, out string owner, out int lane)
    {
        (owner, lane) = (string.Empty, 0);
        int end = name.IndexOf(InProgress, StringComparison.Ordinal);
        if (end < 0 || !name.StartsWith("." + Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        owner = name[(end + InProgress.Length)..];
        string[] numbers = name[..end].Split('-');
        return numbers.Length > 2 && int.TryParse(numbers[^2], NumberStyles.None, CultureInfo.InvariantCulture, out lane);
    }

    /// <summary>The next file's hidden path and path in a folder.</summary>
    public (string HiddenPath, string Path) Next(string folder)
    {
        string name = _begin + (_count++).ToString(CultureInfo.InvariantCulture);
        return (Path.Combine(folder, $".{name}{InProgress}{Owner}"), Path.Combine(folder, name));
    }

    private static bool IsOf(string place, string owner) => owner.StartsWith(place + "-", StringComparison.Ordinal);

    private static string Place(TableSpec table) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{table.JobName}\n{table.Name}")).AsSpan(0, 8));
}
