using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;

namespace Weir.Connectors.Http;

/// <summary>Posts each row as a message: the sinks <c>webhook</c> and <c>slack</c>.</summary>
internal sealed class HttpSink : TableSink
{
    private readonly TableSpec _table;
    private readonly ConnectorServices _services;
    private readonly HttpSinkOptions _options;
    private readonly IMessageBody _body;
    private readonly HttpMethod _method;
    private readonly string _contentType;
    private readonly IReadOnlyList<(string Name, string Value)> _headers;
    private readonly Utf8Writer _text = new(1024);
    private HttpDelivery? _delivery;
    private MessageId? _ids;

    private HttpSink(TableSpec table, ConnectorServices services, OptionReader options, IMessageBody body, HttpMethod method, string contentType)
    {
        _table = table;
        _services = services;
        _options = HttpSinkOptions.Read(options);
        _body = body;
        _method = method;
        _contentType = contentType;
        _headers = [.. table.Options.Where(o => o.Key.StartsWith("headers.", StringComparison.Ordinal)).Select(o => (o.Key["headers.".Length..], o.Value))];
    }

    public override SinkGuarantee Guarantee => SinkGuarantee.AtLeastOnce;

    public override string GuaranteeReason => "a message may be posted again after a restart; its Idempotency-Key stays the same";

    public override bool CanWrite => _delivery!.HasRoom;

    public override string? Trouble => _delivery?.Trouble;

    /// <summary>A sink that posts the body of a template, or the row as JSON.</summary>
    public static HttpSink Webhook(TableSpec table, ConnectorServices services)
    {
        OptionReader options = new(table);
        WebhookBody body = new(options);
        return new HttpSink(table, services, options, body, new HttpMethod(options.Choice("method", "POST", "POST", "PUT", "PATCH")), body.ContentType);
    }

    /// <summary>A sink that posts to an incoming webhook of Slack.</summary>
    public static HttpSink Slack(TableSpec table, ConnectorServices services)
    {
        OptionReader options = new(table);
        return new HttpSink(table, services, options, new SlackBody(options), HttpMethod.Post, "application/json; charset=utf-8");
    }

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.InsertOnly;

    public override void Open(SinkContext context)
    {
        HttpSender sender = new(_method, _options.Url, _headers, _contentType, _options.RequestTimeout, context.Clock);
        _delivery = new HttpDelivery(_table.Name, _options, sender, new Backoff(_options.InitialBackoff, _options.MaxBackoff, _services.Chance()), context.Clock, context.Wake);
        _ids = new MessageId(_table.JobName, _table.Name, context.Lane);
    }

    /// <summary>Adds a message for each row. A batch is taken whole, so that the queue may hold one batch more than its size.</summary>
    public override void Write(Batch batch)
    {
        foreach (int row in batch.Rows)
        {
            _text.Clear();
            _body.Write(_text, batch, row);
            _delivery!.Add(new HttpMessage(_ids!.Next(), _text.Written.ToArray()));
        }
    }

    public override bool Finish() => _delivery!.IsDelivered();

    public override void Dispose()
    {
        _delivery?.Dispose();
        base.Dispose();
    }
}
