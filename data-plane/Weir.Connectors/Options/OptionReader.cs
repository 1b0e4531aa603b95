using System.Globalization;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Options;

/// <summary>Typed values of a table's options. What is missing or malformed is a <see cref="ConnectorException"/> that names the option, the value and what was expected.</summary>
public sealed class OptionReader(TableSpec table, string prefix = "")
{
    /// <summary>The table.</summary>
    public TableSpec Table => table;

    /// <summary>The value as it stands, or null.</summary>
    public string? Text(string key) => table.Option(prefix + key);

    /// <summary>The value as it stands, or the default.</summary>
    public string Text(string key, string whenAbsent) => Text(key) ?? whenAbsent;

    /// <summary>The value, which must be there.</summary>
    public string Required(string key) =>
        Text(key) ?? throw new ConnectorException($"Table '{table.Name}': the option '{prefix}{key}' is missing; the connector '{table.Connector}' needs it.");

    /// <summary>A whole number, or null.</summary>
    public long? Integer(string key, long min = long.MinValue, long max = long.MaxValue)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            throw Malformed(key, text, "a whole number");
        }

        if (value >= min && value <= max)
        {
            return value;
        }

        string range = max == long.MaxValue ? $"at least {min}" : min == long.MinValue ? $"at most {max}" : $"from {min} to {max}";
        throw Malformed(key, text, $"a whole number {range}");
    }

    /// <summary>A whole number, or the default.</summary>
    public long IntegerOr(string key, long whenAbsent, long min, long max = long.MaxValue) => Integer(key, min, max) ?? whenAbsent;

    /// <summary>A number, or null.</summary>
    public double? Number(string key, double min = double.MinValue, double max = double.MaxValue)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (!double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !(value >= min && value <= max))
        {
            throw Malformed(key, text, min == double.MinValue ? "a number" : $"a number of at least {min.ToString(CultureInfo.InvariantCulture)}");
        }

        return value;
    }

    /// <summary>true or false.</summary>
    public bool Boolean(string key, bool whenAbsent)
    {
        if (Text(key) is not { } text)
        {
            return whenAbsent;
        }

        return OptionText.TryParseBoolean(text, out bool value) ? value : throw Malformed(key, text, "true or false");
    }

    /// <summary>A duration, or null.</summary>
    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return OptionText.TryParseDuration(text, out TimeSpan value) ? value : throw Malformed(key, text, OptionText.DurationForm);
    }

    /// <summary>A duration, or the default.</summary>
    public TimeSpan Duration(string key, TimeSpan whenAbsent) => Duration(key) ?? whenAbsent;

    /// <summary>A size in bytes, or the default.</summary>
    public long Size(string key, long whenAbsent)
    {
        if (Text(key) is not { } text)
        {
            return whenAbsent;
        }

        return OptionText.TryParseSize(text, out long value) ? value : throw Malformed(key, text, OptionText.SizeForm);
    }

    /// <summary>One of the values named (compared without regard to case), as it is written among them.</summary>
    public string Choice(string key, string whenAbsent, params ReadOnlySpan<string> choices)
    {
        if (Text(key) is not { } text)
        {
            return whenAbsent;
        }

        foreach (string choice in choices)
        {
            if (choice.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return choice;
            }
        }

        throw Malformed(key, text, $"one of {string.Join(", ", choices.ToArray())}");
    }

    /// <summary>Exactly one character (Java's escapes \t, \n, \\ and \uXXXX are taken), or null.</summary>
    public char? Character(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        string plain = JavaEscapes.Decode(text);
        return plain.Length == 1 ? plain[0] : throw Malformed(key, text, "a single character");
    }

    /// <summary>The exception for a value that is not what it must be.</summary>
    public ConnectorException Malformed(string key, string value, string expected) =>
        new($"Table '{table.Name}': the option '{prefix}{key}' is '{value}'; expected {expected}.");
}
