using Weir.Connectors.Http;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.Http;

public sealed class SlackTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LocalServer _server;

    public SlackTests() => _server = new LocalServer(_clock);

    public void Dispose() => _server.Dispose();

    [Fact]
    public void The_template_becomes_the_text_escaped()
    {
        Assert.Equal("""{"text":":rotating_light: \"auth\\n\": 12 errors\nat 1970-01-01 00:01:00.000"}""", Post(("template", ":rotating_light: \"{{service}}\": {{cnt}} errors\nat {{at}}")));
    }

    [Fact]
    public void Channel_username_and_blocks_are_added() =>
        Assert.Equal(
            """{"text":"x","channel":"#alerts-auth\\n","username":"Weir","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*auth\\n*"},"n":12}]}""",
            Post(("template", "x"), ("channel", "#alerts-{{service}}"), ("username", "Weir"), ("blocks", """[{"type":"section","text":{"type":"mrkdwn","text":"*{{service}}*"},"n":{{cnt}}}]""")));

    [Fact]
    public void Blocks_that_are_not_JSON_are_refused()
    {
        TableSpec table = HttpSinkTester.CreateTable("slack", _server.Url, ("template", "x"), ("blocks", "[{"));
        Assert.Contains("the option 'blocks' is '[{'; expected JSON", Assert.Throws<ConnectorException>(() => HttpSink.Slack(table, new ConnectorServices())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_template_is_refused()
    {
        TableSpec table = HttpSinkTester.CreateTable("slack", _server.Url);
        Assert.Contains("the option 'template' is missing", Assert.Throws<ConnectorException>(() => HttpSink.Slack(table, new ConnectorServices())).Message, StringComparison.Ordinal);
    }

    private string Post(params (string Key, string Value)[] options)
    {
        using HttpSinkTester tester = new("slack", _server.Url, _clock, 0, options);
        tester.Write(["auth\\n", 12L, 60_000L]);
        tester.Finish();
        return Assert.Single(_server.Requests).Body;
    }
}
