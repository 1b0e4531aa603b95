using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Text;

namespace Weir.Connectors.Http;

/// <summary>What an incoming webhook of Slack takes: <c>{"text": …, "channel": …, "username": …, "blocks": …}</c>.</summary>
internal sealed class SlackBody : MessageBody
{
    private readonly CompiledTemplate _text;
    private readonly CompiledTemplate? _channel;
    private readonly CompiledTemplate? _username;
    private readonly CompiledTemplate? _blocks;

    public SlackBody(OptionReader options)
    {
        _text = new CompiledTemplate(options.Table, "template", options.Required("template"), TemplateTarget.JsonString, escapesMarkup: true);
        _channel = Optional(options, "channel", TemplateTarget.JsonString, false);
        _username = Optional(options, "username", TemplateTarget.JsonString, false);
        _blocks = Optional(options, "blocks", TemplateTarget.Json, true);
    }

    public override string ContentType => "application/json";

    public override void Render(Batch batch, int row, Utf8Writer to)
    {
        to.Write("{\"text\":\""u8);
        _text.Render(batch, row, to);
        to.Write((byte)'"');
        AddString(",\"channel\":\""u8, _channel, batch, row, to);
        AddString(",\"username\":\""u8, _username, batch, row, to);
        if (_blocks is not null)
        {
            to.Write(",\"blocks\":"u8);
            _blocks.Render(batch, row, to);
        }

        to.Write((byte)'}');
    }

    private static CompiledTemplate? Optional(OptionReader options, string key, TemplateTarget target, bool escapesMarkup) =>
        options.Text(key) is { } text ? new CompiledTemplate(options.Table, key, text, target, escapesMarkup) : null;

    private static void AddString(ReadOnlySpan<byte> before, CompiledTemplate? template, Batch batch, int row, Utf8Writer to)
    {
        if (template is not null)
        {
            to.Write(before);
            template.Render(batch, row, to);
            to.Write((byte)'"');
        }
    }
}
