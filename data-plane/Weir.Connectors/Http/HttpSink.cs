using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Http;

/// <summary>Posts each row as a message: at once, or in a job with checkpoints after the commit.</summary>
internal sealed class HttpSink : TableSink
{
    private readonly TableSpec _table;
    private readonly HttpSettings _settings;
    private readonly MessageBody _body;
    private readonly Func<Random> _chance;
    private HttpSender? _sender;
    private Outbox? _outbox;
    private bool _isFinished;
    private long _lastCheckpoint = long.MaxValue; // the first after the end

    private HttpSink(TableSpec table, HttpSettings settings, MessageBody body, Func<Random> chance) =>
        (_table, _settings, _body, _chance) = (table, settings, body, chance);

    public override SinkGuarantee Guarantee => SinkGuarantee.AtLeastOnce;

    public override string GuaranteeReason => "a message is posted after the checkpoint that holds it, where there are checkpoints; it may be posted again after a restart, and its Idempotency-Key stays the same";

    public override SinkCommit Commit => SinkCommit.Outbox;

    public override bool CanWrite => _sender!.Queue.Pending < _settings.QueueSize;

    public override string? Trouble => _sender?.Trouble ?? (_outbox is { } outbox ? Crowd(outbox) : null);

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

    public override void Open(SinkContext context)
    {
        _outbox = context.HasCheckpoints ? new Outbox(_body, _table, context) : null;
        IMessageQueue queue = _outbox is null ? new RowQueue(new MessageMaker(_body, _table, context.Lane, 0)) : _outbox;
        _sender = new HttpSender(_settings, _table, queue, _body.ContentType, context, _chance());
    }

    public override void Write(Batch batch) => _sender!.Queue.Add(batch);

    /// <summary>In a job with checkpoints, all is settled when all is in the outbox: the last checkpoint sends it.</summary>
    public override bool Finish()
    {
        _isFinished = true;
        return _sender!.Queue.Pending == 0 || _outbox is not null;
    }

    public override ReadOnlyMemory<byte> EndCheckpoint(long checkpoint)
    {
        if (_isFinished && checkpoint < _lastCheckpoint)
        {
            Volatile.Write(ref _lastCheckpoint, checkpoint);
        }

        return _outbox?.EndCheckpoint(checkpoint);
    }

    public override Task CommittedAsync(long checkpoint, CancellationToken cancellation)
    {
        _outbox?.Release(checkpoint);
        return checkpoint >= Volatile.Read(ref _lastCheckpoint) ? _sender!.DeliverAll(cancellation) : Task.CompletedTask;
    }

    public override void Dispose()
    {
        HttpSender? sender = _sender;
        _sender = null;
        base.Dispose();
        sender?.Dispose();
    }

    private string? Crowd(Outbox outbox) => outbox.Pending >= _settings.QueueSize && outbox.Waiting is var waiting and > 0
        ? $"{waiting} messages wait for the next checkpoint, and no more are taken until then; 'sink.queue-size' is {_settings.QueueSize}"
        : null;
}
