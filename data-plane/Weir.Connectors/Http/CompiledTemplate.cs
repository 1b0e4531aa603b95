using System.Text;
using Weir.Connectors.Formats.Json;
using Weir.Connectors.Messages;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Connectors.Http;

/// <summary>A template whose placeholders are bound to columns. For one thread at a time.</summary>
internal sealed class CompiledTemplate
{
    private readonly List<Part> _parts = [];
    private readonly Utf8Writer _value = new();
    private readonly JsonValueWriter _json = new(new JsonOptions());
    private readonly TemplateTarget _target;
    private readonly TimeZoneInfo _zone;
    private readonly bool _escapesMarkup;

    /// <summary>Binds a template to the columns of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The option that holds the template.</param>
    /// <param name="text">The template.</param>
    /// <param name="target">What it makes.</param>
    /// <param name="escapesMarkup">Whether values have Slack's &amp;, &lt; and &gt; escaped, so that no value links or notifies.</param>
    /// <exception cref="ConnectorException">It is malformed, or names a column that is not there.</exception>
    public CompiledTemplate(TableSpec table, string key, string text, TemplateTarget target, bool escapesMarkup = false)
    {
        (_target, _zone, _escapesMarkup) = (target, table.SessionTimeZone, escapesMarkup);
        MessageTemplate template = MessageTemplate.TryParse(text, out string? error)
            ?? throw new ConnectorException($"Table '{table.Name}': the option '{key}' is not a template: {error}.");
        bool inString = false;
        foreach (TemplatePart part in template.Parts)
        {
            if (part.IsColumn)
            {
                (int column, DataType type) = Find(table, key, part.Text);
                _parts.Add(new Part([], column, type, inString || target == TemplateTarget.JsonString));
                continue;
            }

            inString = target == TemplateTarget.Json && EndsInString(part.Text, inString);
            _parts.Add(new Part(Literal(part.Text, target), -1, DataType.String, false));
        }
    }

    /// <summary>Adds the text for a row.</summary>
    public void Render(Batch batch, int row, Utf8Writer to)
    {
        foreach (Part part in _parts)
        {
            if (part.Column < 0)
            {
                to.Write(part.Literal);
            }
            else if (_target == TemplateTarget.Json && !part.InString)
            {
                _json.Write(to, batch.Columns[part.Column], part.Type, row);
            }
            else
            {
                WriteText(to, batch.Columns[part.Column], part, row);
            }
        }
    }

    private static byte[] Literal(string text, TemplateTarget target)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (target != TemplateTarget.JsonString)
        {
            return bytes;
        }

        Utf8Writer escaped = new();
        JsonEscapes.WriteContent(escaped, bytes);
        return escaped.Written.ToArray();
    }

    private static bool EndsInString(string json, bool inString)
    {
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == '"')
            {
                inString = !inString;
            }
            else if (json[i] == '\\' && inString)
            {
                i++;
            }
        }

        return inString;
    }

    private static (int Column, DataType Type) Find(TableSpec table, string key, string name)
    {
        int position = 0;
        foreach (ColumnSpec column in table.Columns)
        {
            if (!column.IsVirtual)
            {
                if (column.Name == name)
                {
                    return (position, column.Type);
                }

                position++;
            }
        }

        IEnumerable<string> names = table.Columns.Where(c => !c.IsVirtual).Select(c => c.Name);
        string hint = NearName.Find(name, names) is { } near ? $"Did you mean '{near}'?" : $"The columns are {string.Join(", ", names)}.";
        throw new ConnectorException($"Table '{table.Name}': the template of '{key}' names '{name}', which is not a column of the table. {hint}");
    }

    private void WriteText(Utf8Writer to, Column column, Part part, int row)
    {
        _value.Clear();
        ValueText.Write(_value, column, part.Type, row, TextStyle.Sql, _zone);
        ReadOnlySpan<byte> text = _value.Written;
        while (_escapesMarkup && text.IndexOfAny("&<>"u8) is var at and >= 0)
        {
            Add(to, text[..at], part.InString);
            to.Write(text[at] == '&' ? "&amp;"u8 : text[at] == '<' ? "&lt;"u8 : "&gt;"u8);
            text = text[(at + 1)..];
        }

        Add(to, text, part.InString);
    }

    private static void Add(Utf8Writer to, ReadOnlySpan<byte> text, bool inString)
    {
        if (inString)
        {
            JsonEscapes.WriteContent(to, text);
        }
        else
        {
            to.Write(text);
        }
    }

    private sealed record Part(byte[] Literal, int Column, DataType Type, bool InString);
}
