using System.Text.Json;
using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;

namespace Weir.Connectors.Http;

/// <summary>The body of a message to Slack: <c>{"text": …}</c>, with channel, username and blocks where they are given.</summary>
internal sealed class SlackBody : IMessageBody
{
    private readonly List<(byte[] Before, TemplateWriter Value, byte[] After)> _fields = [];

    public SlackBody(OptionReader options)
    {
        _ = options.Required("template");
        AddString(options, "template", "text");
        AddString(options, "channel", "channel");
        AddString(options, "username", "username");
        if (options.Text("blocks") is { } blocks)
        {
            CheckBlocks(options, blocks);
            _fields.Add(("\"blocks\":"u8.ToArray(), TemplateWriter.Create(options, "blocks", TemplateTarget.Json), []));
        }
    }

    public void Write(Utf8Writer to, Batch batch, int row)
    {
        to.Write((byte)'{');
        for (int f = 0; f < _fields.Count; f++)
        {
            if (f > 0)
            {
                to.Write((byte)',');
            }

            to.Write(_fields[f].Before);
            _fields[f].Value.Write(to, batch, row);
            to.Write(_fields[f].After);
        }

        to.Write((byte)'}');
    }

    private void AddString(OptionReader options, string key, string name)
    {
        if (options.Text(key) is not null)
        {
            _fields.Add((System.Text.Encoding.UTF8.GetBytes($"\"{name}\":\""), TemplateWriter.Create(options, key, TemplateTarget.JsonString), "\""u8.ToArray()));
        }
    }

    private static void CheckBlocks(OptionReader options, string blocks)
    {
        if (MessageTemplate.TryParse(blocks, out _) is not { } template)
        {
            return; // told when the template is made
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(string.Concat(template.Parts.Select(p => p.IsColumn ? "0" : p.Text)));
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw options.Malformed("blocks", blocks, "a JSON array of Slack's blocks");
            }
        }
        catch (JsonException e)
        {
            throw options.Malformed("blocks", blocks, $"JSON ({e.Message})");
        }
    }
}
