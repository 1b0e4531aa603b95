using System.Text.Json;
using Weir.Connectors.Formats;
using Weir.Connectors.Formats.Json;
using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;

namespace Weir.Connectors.Http;

/// <summary>The body that a template makes, or the row as JSON.</summary>
internal sealed class WebhookBody : MessageBody
{
    private readonly CompiledTemplate? _template;
    private readonly JsonRowEncoder? _row;

    public WebhookBody(OptionReader options, string? contentType)
    {
        TableSpec table = options.Table;
        if (options.Text("template") is not { } text)
        {
            _row = new JsonRowEncoder(new JsonOptions(), FormatField.ForSink(table));
            ContentType = "application/json";
            return;
        }

        bool isJson = contentType is null
            ? LooksLikeJson(text)
            : contentType.Contains("json", StringComparison.OrdinalIgnoreCase);
        ContentType = isJson ? "application/json" : "text/plain; charset=utf-8";
        _template = new CompiledTemplate(table, "template", text, isJson ? TemplateTarget.Json : TemplateTarget.Text);
    }

    public override string ContentType { get; }

    /// <summary>Whether a template makes a JSON object or array, whatever the values are.</summary>
    private static bool LooksLikeJson(string text)
    {
        if (text.TrimStart() is not ['{' or '[', ..] || MessageTemplate.TryParse(text, out _) is not { } template)
        {
            return false;
        }

        string sample = string.Concat(template.Parts.Select(p => p.IsColumn ? "0" : p.Text));
        try
        {
            using JsonDocument document = JsonDocument.Parse(sample);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public override void Render(Batch batch, int row, Utf8Writer to)
    {
        if (_template is null)
        {
            _row!.Write(batch, row, to);
        }
        else
        {
            _template.Render(batch, row, to);
        }
    }
}
