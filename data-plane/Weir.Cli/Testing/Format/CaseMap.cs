namespace Weir.Cli.Testing.Format;

/// <summary>A mapping of a case file, in the order of the file. Values are null, bool, <see cref="CaseNumber"/>, string, a list of these, or a mapping.</summary>
internal sealed class CaseMap
{
    private readonly List<KeyValuePair<string, object?>> _entries = [];

    public IReadOnlyList<KeyValuePair<string, object?>> Entries => _entries;

    /// <summary>Adds an entry; false when the key is there already.</summary>
    public bool TryAdd(string key, object? value)
    {
        if (TryGet(key, out _))
        {
            return false;
        }

        _entries.Add(new(key, value));
        return true;
    }

    public bool TryGet(string key, out object? value)
    {
        foreach (KeyValuePair<string, object?> entry in _entries)
        {
            if (entry.Key == key)
            {
                value = entry.Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}
