using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Sql.Descriptors;

namespace Weir.Cli.Testing.Format;

/// <summary>Makes a <see cref="TestCase"/> of what a file holds. All that is not of the format is refused, so that a misspelt key does not make a case that tests nothing.</summary>
internal static class CaseReader
{
    private static readonly string[] s_keys =
        ["name", "about", "needs", "job", "statements", "config", "clock", "inputs", "expect", "results", "error", "errorAt", "errorText", "functions"];

    private static readonly string[] s_inputKeys = ["rows", "changelogMode", "keyOnlyDeletes", "lookup", "afterRestore"];
    private static readonly string[] s_expectKeys = ["rows", "changelogMode", "keyOnlyDeletes", "compare", "afterRestore"];
    private static readonly string[] s_resultKeys = ["sql", "type", "value", "error", "errorAt", "errorText"];

    /// <summary>Reads one case; a case that is not well formed comes back with <see cref="TestCase.Problem"/>.</summary>
    public static TestCase Read(object? value, string file, string path, int number)
    {
        string name = value is CaseMap named && named.TryGet("name", out object? given) && given is not null and not CaseMap and not List<object?> ? Text(given, "name") : $"case {number}";
        TestCase empty = new() { Name = name, File = file, Path = path, Number = number };
        try
        {
            return Read(Map(value, "the case"), empty);
        }
        catch (CaseException e)
        {
            return empty with { Problem = e.Message };
        }
    }

    private static TestCase Read(CaseMap map, TestCase test)
    {
        CheckKeys(map, s_keys, "the case");
        if (!map.TryGet("name", out _))
        {
            throw new CaseException("the case has no name");
        }

        if (map.TryGet("functions", out _))
        {
            throw new CaseException("'functions' is not a part of the format; functions are created by CREATE FUNCTION in the statements");
        }

        List<InputTable> inputs = [.. MapOf(map, "inputs").Select(e => Input(e.Key, e.Value))];
        List<ExpectedTable> expect = [.. MapOf(map, "expect").Select(e => Expected(e.Key, e.Value))];
        ExpectedError? error = Error(map, "the case");
        List<ExpectedResult> results = [.. ListOf(map, "results").Select((r, i) => Result(r, $"results[{i}]"))];
        if (expect.Count == 0 && results.Count == 0 && error is null)
        {
            throw new CaseException("the case expects nothing: give it 'expect', 'results' or 'error'");
        }

        return test with
        {
            Needs = [.. ListOf(map, "needs").Select(n => Text(n, "needs"))],
            Statements = Statements(map, test.Path, results.Count > 0),
            Config = [.. MapOf(map, "config").Select(e => KeyValuePair.Create(e.Key, Text(e.Value, $"config.{e.Key}")))],
            Clock = map.TryGet("clock", out object? clock) ? CaseTime.Instant(Text(clock, "clock"), "clock") : null,
            Inputs = inputs,
            Expect = expect,
            Results = results,
            Error = error,
        };
    }

    private static string Statements(CaseMap map, string path, bool mayBeEmpty)
    {
        bool hasJob = map.TryGet("job", out object? job);
        bool hasStatements = map.TryGet("statements", out object? statements);
        if (hasJob == hasStatements)
        {
            return hasJob ? throw new CaseException("the case has both 'job' and 'statements'; one of them says what to run")
                : mayBeEmpty ? string.Empty
                : throw new CaseException("the case has neither 'job' nor 'statements'");
        }

        if (!hasJob)
        {
            return statements is List<object?> list ? string.Join(";\n", list.Select(s => Text(s, "statements").TrimEnd().TrimEnd(';'))) : Text(statements, "statements");
        }

        string file = Path.GetFullPath(Text(job, "job"), Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            return File.ReadAllText(file, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaseException($"job: {e.Message}", e);
        }
    }

    private static InputTable Input(string name, object? value)
    {
        string where = $"inputs.{name}";
        CaseMap map = Map(value, where);
        CheckKeys(map, s_inputKeys, where);
        return new InputTable(
            name, Entries(map, "rows", where), Mode(map, where) ?? ChangelogMode.InsertOnly, Flag(map, "keyOnlyDeletes", where), Flag(map, "lookup", where), map.TryGet("afterRestore", out _) ? Entries(map, "afterRestore", where) : null);
    }

    private static List<InputEntry> Entries(CaseMap map, string key, string where) => [.. ListOf(map, key, where).Select((row, i) => Entry(row, $"{where}.{key}[{i}]"))];

    private static InputEntry Entry(object? value, string where)
    {
        if (value is CaseMap map)
        {
            CheckKeys(map, ["watermark", "clock"], where);
            return map.Entries.Count == 1
                ? map.TryGet("watermark", out object? at) ? new WatermarkEntry(CaseTime.WatermarkMs(Text(at, where), where))
                : new ClockEntry(CaseTime.Instant(Text(map.Entries[0].Value, where), where))
                : throw new CaseException($"{where}: an entry is a row, {{watermark: ts}} or {{clock: ts}}");
        }

        if (value is not List<object?> row || row.Count == 0)
        {
            throw new CaseException($"{where}: a row is a list that begins with its kind, e.g. [+I, 1, a]");
        }

        return new RowEntry(Kind(row[0], where), row[1..]);
    }

    private static RowKind Kind(object? value, string where) => value switch
    {
        "+I" => RowKind.Insert,
        "-U" => RowKind.UpdateBefore,
        "+U" => RowKind.UpdateAfter,
        "-D" => RowKind.Delete,
        _ => throw new CaseException($"{where}: a row begins with its kind (+I, -U, +U or -D), not with '{value}'"),
    };

    private static ExpectedTable Expected(string name, object? value)
    {
        string where = $"expect.{name}";
        CaseMap map = Map(value, where);
        CheckKeys(map, s_expectKeys, where);
        CompareMode compare = !map.TryGet("compare", out object? mode) ? CompareMode.Changelog : mode switch
        {
            "changelog" => CompareMode.Changelog,
            "ordered" => CompareMode.Ordered,
            "final" => CompareMode.Final,
            _ => throw new CaseException($"{where}.compare: '{mode}' is none of changelog, ordered, final"),
        };
        List<string> rows = [.. ListOf(map, "rows", where).Select((row, i) => Text(row, $"{where}.rows[{i}]"))];
        List<string>? afterRestore = map.TryGet("afterRestore", out _) ? [.. ListOf(map, "afterRestore", where).Select((row, i) => Text(row, $"{where}.afterRestore[{i}]"))] : null;
        return new ExpectedTable(name, rows, Mode(map, where), Flag(map, "keyOnlyDeletes", where), compare, afterRestore);
    }

    private static ExpectedResult Result(object? value, string where)
    {
        CaseMap map = Map(value, where);
        CheckKeys(map, s_resultKeys, where);
        if (!map.TryGet("sql", out object? sql))
        {
            throw new CaseException($"{where}: 'sql' is missing");
        }

        bool hasValue = map.TryGet("value", out object? expected);
        bool hasType = map.TryGet("type", out object? type);
        ExpectedError? error = Error(map, where);
        return !hasValue && !hasType && error is null
            ? throw new CaseException($"{where} expects nothing: give it 'type', 'value' or 'error'")
            : new ExpectedResult(Text(sql, where), hasType ? Text(type, where) : null, hasValue, expected is null ? null : Text(expected, where), error);
    }

    private static ExpectedError? Error(CaseMap map, string where)
    {
        ErrorPlace place = ErrorPlace.Any;
        if (map.TryGet("errorAt", out object? at))
        {
            place = at switch
            {
                "validate" => ErrorPlace.Validate,
                "run" => ErrorPlace.Run,
                _ => throw new CaseException($"{where}: errorAt is validate or run, not '{at}'"),
            };
        }

        if (!map.TryGet("error", out object? error) || error is false or null)
        {
            return place == ErrorPlace.Any ? null : throw new CaseException($"{where}: there is an errorAt without an error");
        }

        return new ExpectedError(error is true ? null : Text(error, where), place);
    }

    private static ChangelogMode? Mode(CaseMap map, string where)
    {
        if (!map.TryGet("changelogMode", out _))
        {
            return null;
        }

        ChangelogMode mode = ChangelogMode.None;
        foreach (object? part in ListOf(map, "changelogMode", where))
        {
            mode |= part switch
            {
                "I" => ChangelogMode.Insert,
                "UB" => ChangelogMode.UpdateBefore,
                "UA" => ChangelogMode.UpdateAfter,
                "D" => ChangelogMode.Delete,
                _ => throw new CaseException($"{where}.changelogMode: '{part}' is none of I, UB, UA, D"),
            };
        }

        return mode;
    }

    private static bool Flag(CaseMap map, string key, string where) =>
        map.TryGet(key, out object? value) && (value as bool? ?? throw new CaseException($"{where}.{key}: expected true or false, found '{value}'"));

    private static void CheckKeys(CaseMap map, string[] known, string where)
    {
        foreach (KeyValuePair<string, object?> entry in map.Entries)
        {
            if (!known.Contains(entry.Key))
            {
                throw new CaseException($"{where}: there is no key '{entry.Key}'. {NearestName.Hint(entry.Key, known) ?? $"There are {string.Join(", ", known)}."}");
            }
        }
    }

    private static CaseMap Map(object? value, string where) => value as CaseMap ?? throw new CaseException($"{where}: expected a mapping (key: value)");

    private static IReadOnlyList<KeyValuePair<string, object?>> MapOf(CaseMap map, string key) =>
        map.TryGet(key, out object? value) && value is not null ? Map(value, key).Entries : [];

    private static List<object?> ListOf(CaseMap map, string key, string where = "the case") =>
        !map.TryGet(key, out object? value) || value is null ? [] : value as List<object?> ?? throw new CaseException($"{where}.{key}: expected a list");

    private static string Text(object? value, string where) => value switch
    {
        string text => text,
        CaseNumber number => number.Text,
        bool flag => flag ? "true" : "false",
        _ => throw new CaseException($"{where}: expected text, found {(value is null ? "nothing" : "a list or mapping")}"),
    };
}
