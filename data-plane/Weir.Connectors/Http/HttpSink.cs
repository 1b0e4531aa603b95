using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Http;

/// <summary>Posts each row as a message.</summary>
internal sealed class HttpSink : TableSink
{
    private readonly TableSpec _table;
    private readonly HttpSettings _settings;
    private readonly MessageBody _body;
    private readonly Func<Random> _chance;
    private HttpSender? _sender;

    private HttpSink(TableSpec table, HttpSettings settings, MessageBody body, Func<Random> chance) =>
        (_table, _settings, _body, _chance) = (table, settings, body, chance);

    public override SinkGuarantee Guarantee => SinkGuarantee.AtLeastOnce;

    public override string GuaranteeReason => "a message may be posted again after a restart; its Idempotency-Key stays the same";

    public override bool CanWrite => _sender!.Queue.Pending < _settings.QueueSize;

    public override string? Trouble => _sender?.Trouble;

    /// <summary>A sink of the connector webhook.</summary>
    public static HttpSink Webhook(TableSpec table, Func<Random> chance)
    {
        OptionReader options = new(table);
        HttpSettings settings = HttpSettings.Read(options, choosesRequest: true);
        return new HttpSink(table, settings, new WebhookBody(options, settings.ContentType), chance);
    }

    /// <summary>A sink of the connector slack.</summary>
    public static HttpSink Slack(TableSpec table, Func<Random> chance)
    {
        OptionReader options = new(table);
        return new HttpSink(table, HttpSettings.Read(options, choosesRequest: false), new SlackBody(options), chance);
    }

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.InsertOnly;

    public override void Open(SinkContext context) => _sender = new HttpSender(_settings, _table, _body, context, _chance());

    public override void Write(Batch batch) => _sender!.Queue.Add(batch);

    public override bool Finish() => _sender!.Queue.Pending == 0;

    public override void Dispose()
    {
        HttpSender? sender = _sender;
        _sender = null;
        base.Dispose();
        sender?.Dispose();
    }
}
