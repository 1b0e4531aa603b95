using System.Text.Json;
using Weir.Connectors.Formats;
using Weir.Connectors.Formats.Json;
using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;

namespace Weir.Connectors.Http;

/// <summary>The body of a webhook's message: from the template, or the row as JSON.</summary>
internal sealed class WebhookBody : IMessageBody
{
    private readonly TemplateWriter? _template;
    private readonly JsonRowEncoder? _row;

    public WebhookBody(OptionReader options)
    {
        TableSpec table = options.Table;
        string? template = options.Text("template");
        string? declared = table.Options.FirstOrDefault(o => o.Key.Equals("headers.content-type", StringComparison.OrdinalIgnoreCase)).Value;
        bool isJson = declared is null ? template is null || LooksLikeJson(template) : declared.Contains("json", StringComparison.OrdinalIgnoreCase);
        ContentType = isJson ? "application/json" : "text/plain; charset=utf-8";
        if (template is not null)
        {
            _template = TemplateWriter.Create(options, "template", isJson ? TemplateTarget.Json : TemplateTarget.Text);
        }
        else
        {
            _row = new JsonRowEncoder(new JsonOptions(), FormatField.ForSink(table));
        }
    }

    /// <summary>The content type, unless a header says another.</summary>
    public string ContentType { get; }

    public void Write(Utf8Writer to, Batch batch, int row)
    {
        if (_template is not null)
        {
            _template.Write(to, batch, row);
        }
        else
        {
            _row!.Write(batch, row, to);
        }
    }

    /// <summary>Whether the template is JSON once its placeholders stand for something: a number outside quotes, letters inside.</summary>
    private static bool LooksLikeJson(string template)
    {
        if (template.TrimStart() is not ['{' or '[', ..] || MessageTemplate.TryParse(template, out _) is not { } parsed)
        {
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(string.Concat(parsed.Parts.Select(p => p.IsColumn ? "0" : p.Text)));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
