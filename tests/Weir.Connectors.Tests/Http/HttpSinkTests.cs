using System.Text.Json;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Http;

public sealed class HttpSinkTests : IDisposable
{
    private static readonly (string, DataType)[] s_columns = [("service", DataType.String), ("cnt", DataType.BigInt)];
    private readonly ManualClock _clock = new();
    private readonly AutoResetEvent _woken = new(false);
    private readonly ConnectorRegistry _connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices { Chance = () => new Random(1) });

    public void Dispose() => _woken.Dispose();

    [Fact]
    public void A_webhook_gets_the_row_as_JSON_in_the_order_of_the_rows()
    {
        using ScriptedServer server = new();
        TableSpec table = Webhook(server, ("headers.X-Team", "core"), ("method", "PUT"));
        MessageWriting.WriteAll(_connectors.CreateSink(table), table, ["a", 1L], ["b\"", 2L], [null, 3L]);
        Assert.Equal(["""{"service":"a","cnt":1}""", """{"service":"b\"","cnt":2}""", """{"service":null,"cnt":3}"""], server.Requests.Select(r => r.Body));
        ReceivedRequest first = server.Requests.First();
        Assert.Equal("PUT /hooks/secret HTTP/1.1", first.Line);
        Assert.Equal("application/json", first.Headers["Content-Type"]);
        Assert.Equal("core", first.Headers["X-Team"]);
    }

    [Fact]
    public void A_template_puts_values_into_JSON_strings_and_in_their_place()
    {
        using ScriptedServer server = new();
        TableSpec table = Webhook(server, ("template", """{"msg": "{{service}} has {{ cnt }}", "n": {{cnt}}, "s": {{service}}}"""));
        MessageWriting.WriteAll(_connectors.CreateSink(table), table, ["say \"hi\"\n", 7L]);
        JsonElement body = JsonDocument.Parse(Assert.Single(server.Requests).Body).RootElement;
        Assert.Equal("say \"hi\"\n has 7", body.GetProperty("msg").GetString());
        Assert.Equal(7, body.GetProperty("n").GetInt64());
        Assert.Equal("say \"hi\"\n", body.GetProperty("s").GetString());
    }

    [Fact]
    public void A_template_that_is_not_JSON_is_text()
    {
        using ScriptedServer server = new();
        TableSpec table = Webhook(server, ("template", "{{service}}: {{cnt}}"));
        MessageWriting.WriteAll(_connectors.CreateSink(table), table, ["say \"hi\"", 7L]);
        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal("say \"hi\": 7", request.Body);
        Assert.Equal("text/plain; charset=utf-8", request.Headers["Content-Type"]);
    }

    [Fact]
    public void Slack_gets_a_text_in_which_no_value_can_notify_a_channel()
    {
        using ScriptedServer server = new();
        TableSpec table = Table("slack", server, ("template", "*{{service}}*\n{{cnt}} \"errors\""), ("channel", "#{{service}}"));
        MessageWriting.WriteAll(_connectors.CreateSink(table), table, ["<!here> a\"b & c", 11L]);
        JsonElement body = JsonDocument.Parse(Assert.Single(server.Requests).Body).RootElement;
        Assert.Equal("*&lt;!here&gt; a\"b &amp; c*\n11 \"errors\"", body.GetProperty("text").GetString());
        Assert.Equal("#<!here> a\"b & c", body.GetProperty("channel").GetString());
    }

    [Fact]
    public void A_template_that_names_a_missing_field_is_refused_with_the_nearest_column()
    {
        using ScriptedServer server = new();
        ConnectorException refused = Assert.Throws<ConnectorException>(() => _connectors.CreateSink(Table("slack", server, ("template", "{{servise}}"))));
        Assert.Contains("names 'servise'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'service'?", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_server_is_tried_again_after_a_growing_pause_and_the_order_is_kept()
    {
        using ScriptedServer server = new(ScriptedServer.Answer("500 Oops", "down"), ScriptedServer.Answer("503 Busy"));
        using TableSink sink = Open(Webhook(server), ["a", 1L], ["b", 2L]);
        AdvanceOverPause(sink, TimeSpan.FromSeconds(0.5), "status 500 Oops: down");
        server.WaitFor(2);
        AdvanceOverPause(sink, TimeSpan.FromSeconds(1), "status 503 Busy");
        MessageWriting.FinishAll(sink, _woken);
        Assert.Equal([1, 1, 1, 2], server.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("cnt").GetInt32()));
        Assert.Null(sink.Trouble);
        string[] ids = [.. server.Requests.Select(r => r.Headers["Idempotency-Key"])];
        Assert.Equal((ids[0], ids[0]), (ids[1], ids[2]));
        Assert.NotEqual(ids[0], ids[3]);
    }

    [Theory]
    [InlineData("Retry-After: 7\r\n")]
    [InlineData("Retry-After: Thu, 01 Jan 2026 00:00:07 GMT\r\n")]
    public void Retry_After_is_honoured_in_seconds_and_as_a_date(string header)
    {
        using ScriptedServer server = new(ScriptedServer.Answer("429 Too Many Requests", headers: header));
        using TableSink sink = Open(Webhook(server), ["a", 1L]);
        AdvanceOverPause(sink, TimeSpan.FromSeconds(6.9), "status 429");
        Assert.Equal(1, _clock.Waiting); // still paused
        Assert.Single(server.Requests);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        MessageWriting.FinishAll(sink, _woken);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void What_the_receiver_refuses_stops_the_job_with_its_status_and_the_start_of_its_answer()
    {
        using ScriptedServer server = new(ScriptedServer.Answer("404 Not Found", "no_such_hook" + new string('x', 1000)));
        using TableSink sink = Open(Webhook(server), ["a", 1L]);
        ConnectorException refused = Assert.Throws<ConnectorException>(() => MessageWriting.FinishAll(sink, _woken));
        Assert.Contains("status 404 Not Found: no_such_hookxxx", refused.Message, StringComparison.Ordinal);
        Assert.Equal(188, refused.Message.Count(c => c == 'x'));
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Throws<ConnectorException>(() => sink.CanWrite);
    }

    [Fact]
    public void A_server_that_hangs_is_given_up_after_the_request_timeout_and_tried_again()
    {
        using ScriptedServer server = new(ScriptedServer.Hang);
        using TableSink sink = Open(Webhook(server, ("request.timeout", "3 s")), ["a", 1L]);
        server.WaitFor(1);
        _clock.Advance(TimeSpan.FromSeconds(3));
        AdvanceOverPause(sink, TimeSpan.FromSeconds(0.5), "no answer within 3 s");
        MessageWriting.FinishAll(sink, _woken);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void A_connection_that_ends_before_the_answer_is_tried_again()
    {
        using ScriptedServer server = new(string.Empty);
        using TableSink sink = Open(Webhook(server), ["a", 1L]);
        AdvanceOverPause(sink, TimeSpan.FromSeconds(0.5), "attempt 2");
        MessageWriting.FinishAll(sink, _woken);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void An_answer_that_ends_within_its_body_is_judged_by_its_status()
    {
        using ScriptedServer server = new(ScriptedServer.Answer("200 OK", "o", length: 100), ScriptedServer.Answer("400 Bad Request", "bad", length: 100));
        using TableSink sink = Open(Webhook(server), ["a", 1L], ["b", 2L]);
        ConnectorException refused = Assert.Throws<ConnectorException>(() => MessageWriting.FinishAll(sink, _woken));
        Assert.Contains("message 1 ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("status 400 Bad Request: bad", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tries_end_with_the_retry_timeout_and_with_the_number_of_attempts()
    {
        using ScriptedServer server = new(ScriptedServer.Answer("500 Oops", headers: "Retry-After: 60\r\n"));
        using TableSink timed = Open(Webhook(server, ("retry.timeout", "30 s")), ["a", 1L]);
        Assert.Contains("1 attempt", Assert.Throws<ConnectorException>(() => MessageWriting.FinishAll(timed, _woken)).Message, StringComparison.Ordinal);

        using ScriptedServer other = new(ScriptedServer.Answer("500 Oops"), ScriptedServer.Answer("500 Oops"));
        using TableSink counted = Open(Webhook(other, ("retry.max-attempts", "2")), ["a", 1L]);
        AdvanceOverPause(counted, TimeSpan.FromSeconds(0.5), "500");
        Assert.Contains("2 attempts", Assert.Throws<ConnectorException>(() => MessageWriting.FinishAll(counted, _woken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_that_are_left_when_a_job_is_stopped_are_told_then()
    {
        using ScriptedServer server = new(ScriptedServer.Answer("500 Oops", "down"));
        TableSink sink = Open(Webhook(server), ["a", 1L], ["b", 2L]);
        Patience.Until(() => sink.Trouble is not null);
        ConnectorException left = Assert.Throws<ConnectorException>(sink.Dispose);
        Assert.Contains("2 messages were not delivered", left.Message, StringComparison.Ordinal);
        Assert.Contains("status 500 Oops: down", left.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", left.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_queue_holds_the_job_back_until_there_is_room()
    {
        using ScriptedServer server = new(ScriptedServer.Answer("500 Oops"));
        TableSpec table = Webhook(server, ("sink.queue-size", "2"));
        using TableSink sink = Open(table, ["a", 1L], ["b", 2L]);
        Assert.False(sink.CanWrite);
        AdvanceOverPause(sink, TimeSpan.FromSeconds(0.5), "500");
        MessageWriting.WriteWhenReady(sink, _woken, MessageWriting.Batch(table, ["c", 3L]));
        MessageWriting.FinishAll(sink, _woken);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public void The_same_message_of_the_same_job_has_the_same_id_in_each_run_and_another_has_another()
    {
        using ScriptedServer server = new();
        TableSpec table = Webhook(server);
        MessageWriting.WriteAll(_connectors.CreateSink(table), table, ["a", 1L], ["a", 1L]);
        MessageWriting.WriteAll(_connectors.CreateSink(table), table, ["a", 1L]);
        MessageWriting.WriteAll(_connectors.CreateSink(table), table, ["b", 1L]);
        MessageWriting.WriteAll(_connectors.CreateSink(table with { JobName = "other" }), table, ["a", 1L]);
        string[] ids = [.. server.Requests.Select(r => r.Headers["Idempotency-Key"])];
        Assert.Equal(ids[0], ids[2]);
        Assert.Equal(4, ids.Distinct().Count());
    }

    private static TableSpec Table(string connector, ScriptedServer server, params (string Key, string Value)[] options) =>
        SourceReading.Table(connector, s_columns, [("url", server.Url), .. options]);

    private static TableSpec Webhook(ScriptedServer server, params (string Key, string Value)[] options) => Table("webhook", server, options);

    private TableSink Open(TableSpec table, params object?[][] rows)
    {
        TableSink sink = _connectors.CreateSink(table);
        sink.Open(new SinkContext { Wake = () => _woken.Set(), Clock = _clock });
        MessageWriting.WriteWhenReady(sink, _woken, MessageWriting.Batch(table, rows));
        return sink;
    }

    /// <summary>Waits until the sink pauses for the reason given, and lets the time pass.</summary>
    private void AdvanceOverPause(TableSink sink, TimeSpan by, string reason)
    {
        Patience.Until(() => sink.Trouble?.Contains(reason, StringComparison.Ordinal) == true && _clock.Waiting == 1);
        _clock.Advance(by);
    }
}
