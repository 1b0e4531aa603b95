using Weir.Connectors.Http;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Http;

/// <summary>A webhook or slack sink, its lane, and a clock that goes on while something is waited for.</summary>
internal sealed class HttpSinkTester : IDisposable
{
    private static readonly (string Name, DataType Type)[] s_columns = [("service", DataType.String), ("cnt", DataType.BigInt), ("at", DataType.Timestamp(3))];

    private readonly AutoResetEvent _woken = new(false);

    public HttpSinkTester(string connector, string url, ManualClock clock, int lane = 0, params (string Key, string Value)[] options)
    {
        Clock = clock;
        Table = CreateTable(connector, url, options);
        Sink = connector == "slack" ? HttpSink.Slack(Table, Services) : HttpSink.Webhook(Table, Services);
        Sink.Open(new SinkContext { Wake = () => _woken.Set(), Clock = clock, Lane = lane });
    }

    public ManualClock Clock { get; }

    public TableSpec Table { get; }

    public HttpSink Sink { get; }

    private static ConnectorServices Services => new() { Chance = () => new Random(1) };

    public static TableSpec CreateTable(string connector, string url, params (string Key, string Value)[] options)
    {
        // The clock runs ahead of the requests, so that their own limit must be far off unless it is what is tested.
        (string Key, string Value)[] all = [("url", url), .. options.Any(o => o.Key == "request.timeout") ? options : [.. options, ("request.timeout", "10 d")]];
        return SourceReading.Table(connector, s_columns, all);
    }

    public void Write(params object?[][] rows) => Sink.Write(SinkWriting.Inserts(Table, rows));

    /// <summary>Waits until all is delivered, while the clock goes on.</summary>
    public void Finish(int stepMs = 50) => Until(Sink.Finish, stepMs);

    public ConnectorException Fails() => Assert.Throws<ConnectorException>(() => Finish());

    public void Until(Func<bool> condition, int stepMs = 50)
    {
        long start = Environment.TickCount64;
        while (!condition())
        {
            if (Environment.TickCount64 - start > 30_000)
            {
                throw new TimeoutException("It did not come to pass.");
            }

            if (stepMs > 0)
            {
                Clock.Advance(TimeSpan.FromMilliseconds(stepMs));
            }

            _woken.WaitOne(2);
        }
    }

    public void Dispose()
    {
        Sink.Dispose();
        _woken.Dispose();
    }
}
