using System.Text;
using Weir.Connectors.Formats.Json;
using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Connectors.Http;

/// <summary>
/// Writes a message from a template and a row. In plain text a value is written as CAST to STRING does, NULL as nothing. In JSON a placeholder inside a string is that text, escaped, and one outside is the value as
/// JSON has it (<c>{"n": {{cnt}}, "who": {{name}}}</c>: quotes come by themselves, NULL is null), so that the message is JSON whatever the row holds.
/// </summary>
internal sealed class TemplateWriter
{
    private readonly Part[] _parts;
    private readonly TimeZoneInfo _zone;
    private readonly Utf8Writer _value = new();
    private readonly JsonValueWriter _json = new(new JsonOptions());

    private TemplateWriter(Part[] parts, TimeZoneInfo zone)
    {
        _parts = parts;
        _zone = zone;
    }

    private enum Form
    {
        Text,
        InJsonString,
        JsonValue,
    }

    /// <summary>The template of an option.</summary>
    /// <param name="options">The table's options.</param>
    /// <param name="key">The option.</param>
    /// <param name="target">What the message is.</param>
    /// <exception cref="ConnectorException">It is no template, or names a column that there is not.</exception>
    public static TemplateWriter Create(OptionReader options, string key, TemplateTarget target)
    {
        string text = options.Required(key);
        if (MessageTemplate.TryParse(text, out string? error) is not { } template)
        {
            throw options.Malformed(key, text, $"a template, but {error}");
        }

        ColumnSpec[] columns = [.. options.Table.Columns.Where(c => !c.IsVirtual)];
        bool inString = target == TemplateTarget.JsonString;
        List<Part> parts = [];
        foreach (TemplatePart part in template.Parts)
        {
            if (!part.IsColumn)
            {
                parts.Add(new Part(Bytes(part.Text, target), -1, null, default));
                inString = target == TemplateTarget.Json ? IsInString(part.Text, inString) : inString;
                continue;
            }

            int column = Array.FindIndex(columns, c => c.Name == part.Text);
            if (column < 0)
            {
                throw new ConnectorException(
                    $"Table '{options.Table.Name}': the template of '{key}' names '{part.Text}', which is not a column of the table; there are {string.Join(", ", columns.Select(c => c.Name))}.");
            }

            parts.Add(new Part([], column, columns[column].Type, target == TemplateTarget.Text ? Form.Text : inString ? Form.InJsonString : Form.JsonValue));
        }

        return new TemplateWriter([.. parts], options.Table.SessionTimeZone);
    }

    /// <summary>Adds the text for a row.</summary>
    public void Write(Utf8Writer to, Batch batch, int row)
    {
        foreach (Part part in _parts)
        {
            if (part.Type is null)
            {
                to.Write(part.Text);
            }
            else if (part.Form == Form.JsonValue)
            {
                _json.Write(to, batch.Columns[part.Column], part.Type, row);
            }
            else if (!batch.Columns[part.Column].IsNull(row))
            {
                WriteText(to, batch.Columns[part.Column], part, row);
            }
        }
    }

    private void WriteText(Utf8Writer to, Column column, Part part, int row)
    {
        if (part.Form == Form.Text)
        {
            ValueText.Write(to, column, part.Type!, row, TextStyle.Sql, _zone);
            return;
        }

        _value.Clear();
        ValueText.Write(_value, column, part.Type!, row, TextStyle.Sql, _zone);
        JsonEscapes.WriteContent(to, _value.Written);
    }

    private static byte[] Bytes(string text, TemplateTarget target)
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

    /// <summary>Whether the end of a piece of JSON is inside a string.</summary>
    private static bool IsInString(string json, bool inString)
    {
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == '\\' && inString)
            {
                i++;
            }
            else if (json[i] == '"')
            {
                inString = !inString;
            }
        }

        return inString;
    }

    private readonly record struct Part(byte[] Text, int Column, DataType? Type, Form Form);
}
