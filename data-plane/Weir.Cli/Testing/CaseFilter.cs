using Weir.Cli.Testing.Format;

namespace Weir.Cli.Testing;

/// <summary>Which cases run: those that a pattern matches by name, file or need, and that a list names.</summary>
internal sealed class CaseFilter(IReadOnlyList<string> only, IReadOnlyList<string>? list)
{
    private readonly Glob[] _only = [.. only.Select(o => new Glob(o))];
    private readonly HashSet<string>? _list = list is null ? null : [.. list];

    public bool Matches(TestCase test) => (_list is null || _list.Contains(test.Id)) && (_only.Length == 0 || _only.Any(g => Matches(g, test)));

    /// <summary>The names of the list that no case has: a case that vanished must not look like one that passed.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyList<TestCase> cases)
    {
        HashSet<string> ids = [.. cases.Select(c => c.Id)];
        return [.. (list ?? []).Where(name => !ids.Contains(name))];
    }

    /// <summary>Reads a list: a name a line; empty lines and those that begin with # do not count.</summary>
    public static IReadOnlyList<string> ReadList(IEnumerable<string> lines) =>
        [.. lines.Select(l => l.TrimEnd('\r')).Where(l => l.Trim().Length > 0 && !l.StartsWith('#'))];

    private static bool Matches(Glob glob, TestCase test) =>
        glob.Matches(test.Name) || glob.Matches(test.File) || glob.Matches(Path.GetFileName(test.File)) || glob.Matches(test.Id) || test.Needs.Any(n => glob.Matches(n));
}
