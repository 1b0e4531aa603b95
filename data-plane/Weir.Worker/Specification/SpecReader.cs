using System.Globalization;
using Weir.Sql.Descriptors;
using Weir.Worker.Scripts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Weir.Worker.Specification;

/// <summary>Reads a specification, YAML or JSON (which is YAML too), and finds all that is wrong with it.</summary>
internal sealed class SpecReader
{
    private const int HighestPort = 65_535;
    private const int MostLanes = 1024;
    private static readonly string[] s_keys = ["name", "sql", "sqlFile", "settings", "variables", "lanes", "http", "deadLetters", "memoryLimitMb", "log"];
    private static readonly string[] s_httpKeys = ["address", "port"];

    private readonly string _file;
    private readonly List<SpecProblem> _problems = [];

    private SpecReader(string file) => _file = file;

    /// <summary>Reads the file; null with problems when it can't be run.</summary>
    public static WorkerSpec? Read(string file, out IReadOnlyList<SpecProblem> problems)
    {
        SpecReader reader = new(file);
        problems = reader._problems;
        if (!ScriptFile.TryRead(file, out string text, out string error))
        {
            reader._problems.Add(new SpecProblem(file, error));
            return null;
        }

        try
        {
            YamlStream yaml = [];
            yaml.Load(new StringReader(text));
            if (yaml.Documents.Count == 1 && yaml.Documents[0].RootNode is YamlMappingNode root)
            {
                WorkerSpec? spec = reader.Spec(root);
                return reader._problems.Count == 0 ? spec : null;
            }

            reader._problems.Add(new SpecProblem($"{file}:1:1", "A specification is one document of keys and values.", $"Write these keys: {string.Join(", ", s_keys)}."));
        }
        catch (YamlException e)
        {
            reader._problems.Add(new SpecProblem($"{file}:{e.Start.Line}:{e.Start.Column}", $"This is no YAML: {e.Message}"));
        }

        return null;
    }

    private WorkerSpec? Spec(YamlMappingNode root)
    {
        Dictionary<string, YamlNode> keys = Keys(root, string.Empty, s_keys);
        Dictionary<string, string> settings = Texts(keys, "settings");
        Dictionary<string, string> variables = Texts(keys, "variables");
        Dictionary<string, YamlNode> http = keys.GetValueOrDefault("http") is { } node ? Keys(node, "http.", s_httpKeys) : [];
        string? log = Text(keys, "log", string.Empty);
        if (log is not (null or "info" or "error"))
        {
            Problem(keys["log"], $"'log' is '{log}'.", "Write info or error.");
        }

        (string name, string sql) = Sql(root, keys, variables);
        return new WorkerSpec
        {
            Name = Text(keys, "name", string.Empty),
            SqlName = name,
            Sql = sql,
            Settings = settings,
            Lanes = (int)(Number(keys, "lanes", string.Empty, 1, MostLanes) ?? 1),
            HttpAddress = Text(http, "address", "http.") ?? Http.LocalHttp.ThisMachine,
            HttpPort = (int)(Number(http, "port", "http.", 0, HighestPort) ?? 0),
            DeadLetters = Beside(Text(keys, "deadLetters", string.Empty) ?? Path.GetFileNameWithoutExtension(_file) + ".dead-letters.jsonl"),
            MemoryLimitMb = Number(keys, "memoryLimitMb", string.Empty, 1, int.MaxValue),
            SaysAll = log != "error",
        };
    }

    private (string Name, string Sql) Sql(YamlMappingNode root, Dictionary<string, YamlNode> keys, Dictionary<string, string> variables)
    {
        if (keys.ContainsKey("sql") == keys.ContainsKey("sqlFile"))
        {
            Problem(root, keys.ContainsKey("sql") ? "Both 'sql' and 'sqlFile' are given." : "There is neither 'sql' nor 'sqlFile'.", "Give one of them: the statements, or the path of a file of them.");
            return (_file, string.Empty);
        }

        string key = keys.ContainsKey("sql") ? "sql" : "sqlFile";
        if (Text(keys, key, string.Empty) is not { } given)
        {
            return (_file, string.Empty);
        }

        string name = $"{_file} (sql)";
        if (key == "sqlFile")
        {
            name = Beside(given);
            if (!ScriptFile.TryRead(name, out given, out string cannot))
            {
                Problem(keys[key], $"'sqlFile' names '{name}': {cannot}");
                return (name, string.Empty);
            }
        }

        if (!ScriptFile.TrySubstitute(given, variables, out string sql, out string error))
        {
            int end = error.IndexOf(" Give it with", StringComparison.Ordinal);
            Problem(keys[key], $"'{key}', {error[..end]}", "Give it under 'variables'.");
        }

        return (name, sql);
    }

    /// <summary>Paths are told from the specification's folder.</summary>
    private string Beside(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_file))!, path);

    private Dictionary<string, YamlNode> Keys(YamlNode node, string under, string[] known)
    {
        Dictionary<string, YamlNode> found = [];
        if (node is not YamlMappingNode map)
        {
            Problem(node, $"'{under.TrimEnd('.')}' is no set of keys and values.", $"Its keys are {string.Join(", ", known)}.");
            return found;
        }

        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            string name = key is YamlScalarNode scalar ? scalar.Value ?? string.Empty : key.ToString();
            if (known.Contains(name))
            {
                found[name] = value;
            }
            else
            {
                Problem(key, $"There is no key '{under}{name}'.", NearestName.Hint(name, known) ?? $"The keys are {string.Join(", ", known)}.");
            }
        }

        return found;
    }

    private Dictionary<string, string> Texts(Dictionary<string, YamlNode> keys, string key)
    {
        Dictionary<string, string> texts = [];
        if (!keys.TryGetValue(key, out YamlNode? node))
        {
            return texts;
        }

        if (node is not YamlMappingNode map)
        {
            Problem(node, $"'{key}' is no set of names and values.", "Write NAME: VALUE, one a line.");
            return texts;
        }

        foreach ((YamlNode name, YamlNode value) in map.Children)
        {
            if (name is YamlScalarNode { Value: { } text } && value is YamlScalarNode { Value: { } given })
            {
                texts[text] = given;
            }
            else
            {
                Problem(value, $"'{key}.{name}' has a value that is no text.", "Write it on one line, in quotes where it has a colon.");
            }
        }

        return texts;
    }

    private string? Text(Dictionary<string, YamlNode> keys, string key, string under)
    {
        if (!keys.TryGetValue(key, out YamlNode? node))
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { Length: > 0 } text })
        {
            return text;
        }

        Problem(node, $"'{under}{key}' has no text.", "Give it a value, or leave the key out.");
        return null;
    }

    private long? Number(Dictionary<string, YamlNode> keys, string key, string under, long least, long most)
    {
        if (Text(keys, key, under) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(keys[key], $"'{under}{key}' is '{text}'.", $"Write a whole number from {least} to {most}.");
        return null;
    }

    private void Problem(YamlNode at, string message, string? hint = null) => _problems.Add(new SpecProblem($"{_file}:{at.Start.Line}:{at.Start.Column}", message, hint));
}
