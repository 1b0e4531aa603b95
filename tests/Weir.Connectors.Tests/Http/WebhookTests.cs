using Weir.Connectors.Http;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.Http;

public sealed class WebhookTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LocalServer _server;

    public WebhookTests() => _server = new LocalServer(_clock);

    public void Dispose() => _server.Dispose();

    [Fact]
    public void Each_row_is_posted_as_JSON_in_order()
    {
        using HttpSinkTester tester = Open();
        tester.Write(["auth", 1L, 0L], ["pay\"s", null, 1500L]);
        tester.Write(["x", 3L, null]);
        tester.Finish();
        Assert.Equal(
            [
                """{"service":"auth","cnt":1,"at":"1970-01-01 00:00:00"}""",
                """{"service":"pay\"s","cnt":null,"at":"1970-01-01 00:00:01.5"}""",
                """{"service":"x","cnt":3,"at":null}""",
            ],
            _server.Requests.Select(r => r.Body));
        ReceivedRequest first = _server.Requests[0];
        Assert.Equal(("POST", "/hook/secret", "application/json"), (first.Method, first.Path, first.Headers["content-type"]));
        Assert.Equal(3, _server.Requests.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public void Method_and_headers_are_those_asked_for()
    {
        using HttpSinkTester tester = Open(("method", "PUT"), ("headers.Authorization", "Bearer x"), ("headers.Content-Type", "application/vnd.test+json"));
        tester.Write(["auth", 1L, 0L]);
        tester.Finish();
        ReceivedRequest request = Assert.Single(_server.Requests);
        Assert.Equal(("PUT", "Bearer x", "application/vnd.test+json"), (request.Method, request.Headers["authorization"], request.Headers["content-type"]));
    }

    [Theory]
    [InlineData("{{service}}: {{ cnt }} errors at {{at}}", "a\"b: 3 errors at 1970-01-01 00:00:01.500", "text/plain; charset=utf-8")]
    [InlineData("""{"who":"{{service}}","n":{{cnt}},"raw":{{service}}}""", """{"who":"a\"b","n":3,"raw":"a\"b"}""", "application/json")]
    public void A_template_is_filled_and_its_values_escaped_where_it_is_JSON(string template, string body, string contentType)
    {
        using HttpSinkTester tester = Open(("template", template));
        tester.Write(["a\"b", 3L, 1500L]);
        tester.Finish();
        ReceivedRequest request = Assert.Single(_server.Requests);
        Assert.Equal((body, contentType), (request.Body, request.Headers["content-type"]));
    }

    [Theory]
    [InlineData("[{{service}}]", "[]")]
    [InlineData("""{"a":"<{{service}}>","b":{{service}}}""", """{"a":"<>","b":null}""")]
    public void NULL_is_nothing_in_text_and_null_in_JSON(string template, string body)
    {
        using HttpSinkTester tester = Open(("template", template), ("headers.content-type", template[0] == '[' ? "text/plain" : "application/json"));
        tester.Write([[null, null, null]]);
        tester.Finish();
        Assert.Equal(body, Assert.Single(_server.Requests).Body);
    }

    [Fact]
    public void A_template_that_names_a_missing_field_is_refused()
    {
        TableSpec table = HttpSinkTester.CreateTable("webhook", _server.Url, ("template", "{{servise}}"));
        Assert.Contains("names 'servise', which is not a column of the table; there are service, cnt, at", Assert.Throws<ConnectorException>(() => HttpSink.Webhook(table, new ConnectorServices())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_fails_is_sent_again_with_the_same_id_after_longer_and_longer_pauses()
    {
        _server.Then(LocalServer.Answer(500), LocalServer.Answer(503), LocalServer.Answer(408), LocalServer.Answer(500));
        using HttpSinkTester tester = Open(("retry.initial-backoff", "1 s"), ("retry.max-backoff", "3 s"));
        tester.Write(["a", 1L, null], ["b", 2L, null]);
        tester.Finish(stepMs: 10);
        IReadOnlyList<ReceivedRequest> requests = _server.Requests;
        Assert.Equal(6, requests.Count);
        Assert.Single(requests.Take(5).Select(r => (r.Id, r.Body)).Distinct());
        Assert.Contains("\"b\"", requests[5].Body, StringComparison.Ordinal);
        double[] pauses = [.. requests.Skip(1).Take(4).Select((r, i) => (r.At - requests[i].At).TotalSeconds)];
        (double Least, double Most)[] bounds = [(0.5, 1), (1, 2), (1.5, 3), (1.5, 3)];
        for (int i = 0; i < 4; i++)
        {
            // The clock runs on while an answer is under way, so that only the least is sharp.
            Assert.InRange(pauses[i], bounds[i].Least - 0.001, bounds[i].Most + 5);
        }
    }

    [Fact]
    public void Retry_After_in_seconds_is_honoured() => HonoursRetryAfter("Retry-After: 70\r\n");

    [Fact]
    public void Retry_After_as_a_date_is_honoured() => HonoursRetryAfter($"Retry-After: {_clock.GetUtcNow().AddSeconds(70):R}\r\n");

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(302)]
    public void A_message_that_is_refused_is_not_sent_again_and_stops_the_job_with_the_answer(int status)
    {
        _server.Then(LocalServer.Answer(status, "no such hook " + new string('x', 500), "Location: http://127.0.0.1:1/\r\n"));
        using HttpSinkTester tester = Open();
        tester.Write(["a", 1L, null], ["b", 2L, null]);
        ConnectorException refused = tester.Fails();
        Assert.Contains($"refused a message (Idempotency-Key {_server.Requests[0].Id}) with {status} ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(": no such hook " + new string('x', 187), refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.Single(_server.Requests);
        Assert.True(tester.Sink.CanWrite);
        Assert.Throws<ConnectorException>(() => tester.Write(["c", 3L, null]));
    }

    [Fact]
    public void After_the_last_try_the_job_stops_with_the_last_answer()
    {
        _server.Then(LocalServer.Answer(500, "one"), LocalServer.Answer(502, "two"), LocalServer.Answer(503, "three"));
        using HttpSinkTester tester = Open(("retry.max-attempts", "3"));
        tester.Write(["a", 1L, null]);
        ConnectorException failed = tester.Fails();
        Assert.Contains("could not be delivered to http://127.0.0.1:", failed.Message, StringComparison.Ordinal);
        Assert.EndsWith("in 3 tries; the last answer was 503 ServiceUnavailable: three", failed.Message, StringComparison.Ordinal);
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public void After_the_time_for_tries_the_job_stops()
    {
        _server.Then([.. Enumerable.Repeat(LocalServer.Answer(500, "down"), 1000)]);
        using HttpSinkTester tester = Open(("retry.timeout", "1 min"), ("retry.max-backoff", "5 s"));
        tester.Write(["a", 1L, null]);
        DateTimeOffset start = _clock.GetUtcNow();
        Assert.EndsWith("500 InternalServerError: down", tester.Fails().Message, StringComparison.Ordinal);
        Assert.True(_server.Requests.Count > 3);
        Assert.True(_server.Requests[^1].At - start <= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_server_that_hangs_is_given_up_after_the_timeout_and_tried_again()
    {
        _server.Then(LocalServer.Hang);
        using HttpSinkTester tester = Open(("request.timeout", "5 min"), ("retry.max-attempts", "100"));
        tester.Write(["a", 1L, null]);
        tester.Until(() => _server.Requests.Count == 1, stepMs: 0);
        Assert.False(tester.Sink.Finish());
        _clock.Advance(TimeSpan.FromMinutes(5));
        tester.Until(() => tester.Sink.Trouble is not null, stepMs: 0);
        Assert.Contains("no answer within 300 s; try 2 in", tester.Sink.Trouble, StringComparison.Ordinal);
        tester.Finish();
        Assert.Equal(2, _server.Requests.Count);
        Assert.Null(tester.Sink.Trouble);
    }

    [Fact]
    public void A_connection_that_is_closed_without_an_answer_is_tried_again()
    {
        _server.Then(LocalServer.Close);
        using HttpSinkTester tester = Open();
        tester.Write(["a", 1L, null]);
        tester.Finish();
        IReadOnlyList<ReceivedRequest> requests = _server.Requests;
        Assert.True(requests.Count >= 2);
        Assert.Single(requests.Select(r => r.Id).Distinct());
    }

    [Fact]
    public void An_answer_that_breaks_off_behind_its_status_counts_by_its_status()
    {
        _server.Then(LocalServer.BreakOff(200), LocalServer.BreakOff(500));
        using HttpSinkTester tester = Open();
        tester.Write(["a", 1L, null], ["b", 2L, null]);
        tester.Finish();
        Assert.Equal(["a", "b", "b"], _server.Requests.Select(r => r.Body.Substring(12, 1)));
    }

    [Fact]
    public void A_server_that_is_not_there_is_told_as_trouble_and_then_stops_the_job()
    {
        LocalServer gone = new();
        string url = gone.Url;
        gone.Dispose();
        using HttpSinkTester tester = new("webhook", url, _clock, 0, ("retry.max-attempts", "2"));
        tester.Write(["a", 1L, null]);
        tester.Until(() => tester.Sink.Trouble is not null, stepMs: 0);
        Assert.Contains("does not take messages", tester.Sink.Trouble, StringComparison.Ordinal);
        Assert.Contains("could not be delivered", tester.Fails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_queue_holds_the_lane_back_and_wakes_it()
    {
        using SemaphoreSlim gate = new(0);
        using LocalServer slow = new(_clock, gate);
        using HttpSinkTester tester = new("webhook", slow.Url, _clock, 0, ("sink.queue-size", "10"));
        int written = 0;
        while (tester.Sink.CanWrite)
        {
            tester.Write([$"s{written++}", 1L, null]);
            Assert.InRange(written, 1, 20);
        }

        gate.Release(1000);
        tester.Until(() => tester.Sink.CanWrite);
        tester.Finish();
        Assert.Equal(Enumerable.Range(0, written).Select(i => $"{{\"service\":\"s{i}\",\"cnt\":1,\"at\":null}}"), slow.Requests.Select(r => r.Body));
        Assert.Equal(1, slow.MostAtOnce);
    }

    [Fact]
    public void Several_messages_are_under_way_at_once_where_that_is_asked_for()
    {
        using SemaphoreSlim gate = new(0);
        using LocalServer slow = new(_clock, gate);
        using HttpSinkTester tester = new("webhook", slow.Url, _clock, 0, ("sink.concurrency", "4"));
        tester.Write([.. Enumerable.Range(0, 40).Select(i => new object?[] { $"s{i}", 1L, null })]);
        tester.Until(() => slow.Requests.Count == 4);
        gate.Release(1000);
        tester.Finish();
        Assert.Equal(40, slow.Requests.Select(r => r.Body).Distinct().Count());
        Assert.Equal(4, slow.MostAtOnce);
    }

    [Fact]
    public void Messages_keep_to_their_rate()
    {
        using HttpSinkTester tester = Open(("sink.rate-limit", "2"));
        tester.Write(["a", 1L, null], ["b", 2L, null], ["c", 3L, null], ["d", 4L, null]);
        tester.Finish(stepMs: 10);
        IReadOnlyList<ReceivedRequest> requests = _server.Requests;
        Assert.True(requests[3].At - requests[0].At >= TimeSpan.FromSeconds(1.4), $"{requests[3].At - requests[0].At}");
    }

    [Fact]
    public void The_ids_are_the_same_on_each_run_and_differ_by_lane()
    {
        foreach (int lane in new[] { 0, 0, 1 })
        {
            using HttpSinkTester tester = new("webhook", _server.Url, _clock, lane);
            tester.Write(["a", 1L, null], ["b", 2L, null]);
            tester.Finish();
        }

        string[] ids = [.. _server.Requests.Select(r => r.Id)];
        Assert.Equal(ids[..2], ids[2..4]);
        Assert.Equal(4, ids.Distinct().Count());
    }

    [Fact]
    public void A_sink_that_is_closed_gives_up_what_it_is_trying()
    {
        _server.Then(LocalServer.Hang);
        HttpSinkTester tester = Open();
        tester.Write(["a", 1L, null]);
        tester.Until(() => _server.Requests.Count == 1, stepMs: 0);
        tester.Dispose();
        Assert.Single(_server.Requests);
    }

    private HttpSinkTester Open(params (string Key, string Value)[] options) => new("webhook", _server.Url, _clock, 0, options);

    private void HonoursRetryAfter(string header)
    {
        _server.Then(LocalServer.Answer(429, "slow down", header));
        using HttpSinkTester tester = Open();
        tester.Write(["a", 1L, null]);
        tester.Until(() => tester.Sink.Trouble is not null, stepMs: 0);
        Assert.Contains("429 TooManyRequests: slow down; try 2 in 70 s", tester.Sink.Trouble, StringComparison.Ordinal);
        tester.Finish();
        Assert.True(_server.Requests[1].At - _server.Requests[0].At >= TimeSpan.FromSeconds(70));
    }
}
