using Weir.Engine.Storage;
using Weir.Storage.S3;

namespace Weir.Storage.Tests.S3;

public sealed class S3SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_address_says_where_and_how()
    {
        S3Settings settings = Parse("s3://bucket/some/prefix/?endpoint=https%3A%2F%2Fhost%3A9000&region=eu-west-1&path-style=false&give-up-after-seconds=7");
        Assert.Equal(("bucket", "some/prefix", "eu-west-1", false), (settings.Bucket, settings.Prefix, settings.Region, settings.IsPathStyle));
        Assert.Equal("https://host:9000", settings.EndpointName);
        Assert.Equal(TimeSpan.FromSeconds(7), settings.GiveUpAfter);
        Assert.Equal("s3://bucket/some/prefix", settings.Root);
    }

    [Fact]
    public void The_environment_says_what_the_address_does_not()
    {
        S3Settings settings = Parse("s3://bucket", ("AWS_ENDPOINT_URL", "http://host:1"), ("AWS_REGION", "r"));
        Assert.Equal(("http://host:1", "r", true), (settings.EndpointName, settings.Region, settings.IsPathStyle));
        Assert.False(Parse("s3://bucket", ("AWS_REGION", "eu-west-1")).IsPathStyle);
    }

    [Theory]
    [InlineData("s3://", "names no bucket")]
    [InlineData("s3://b", "no region is set: add ?region=, or set AWS_REGION.")]
    [InlineData("s3://b/a/../c", "it holds '..'")]
    [InlineData("s3://b?endpoint=host:9000", "the endpoint is no URL of a server")]
    [InlineData("s3://b?endpoint=http://u:s3cret@host", "without credentials")]
    [InlineData("s3://b?regoin=x", "there is no setting 'regoin='; there are endpoint, region,")]
    [InlineData("s3://b?region=r&path-style=yes", "path-style is true or false, not 'yes'.")]
    [InlineData("s3://b?region=a&region=b", "'region=' is there twice.")]
    [InlineData("s3://key:s3cret@b", "Set AWS_ACCESS_KEY_ID")]
    [InlineData("s3://b?secret-key=s3cret", "Credentials don't belong in an address")]
    public void A_wrong_address_says_what_is_wrong_and_shows_no_secret(string address, string expected)
    {
        StorageException refused = Assert.Throws<StorageException>(() => Parse(address));
        Assert.Contains(expected, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("s3cret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_credentials_say_where_they_were_looked_for()
    {
        StorageException missing = Assert.Throws<StorageException>(() => Find("s3://b?region=r", ("HOME", _folder.Path)));
        Assert.Equal(
            $"s3://b: there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a file that holds them, such as a mounted secret, with credentials-file=; '{_folder.Path}/.aws/credentials' was looked for, too.",
            missing.Message);
    }

    [Fact]
    public void Credentials_come_from_the_environment_or_from_what_is_named()
    {
        string file = Write("file", "[default]\naws_access_key_id = k1\naws_secret_access_key = s1\n[weir]\n# comment\naws_access_key_id=k2\naws_secret_access_key=s2\naws_session_token=t2\n");
        string lines = Write("lines", "export AWS_ACCESS_KEY_ID=k3\nAWS_SECRET_ACCESS_KEY='s3'\n");
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "secret")).FullName;
        Write("secret/AWS_ACCESS_KEY_ID", "k4\n");
        Write("secret/aws_secret_access_key", "s4\n");
        (string, string) environment = ("AWS_ACCESS_KEY_ID", "k0"), secret = ("AWS_SECRET_ACCESS_KEY", "s0");
        Assert.Equal("k0 s0 ", Find("s3://b?region=r", environment, secret));
        Assert.Equal("k1 s1 ", Find($"s3://b?region=r&credentials-file={file}", environment, secret));
        Assert.Equal("k2 s2 t2", Find($"s3://b?region=r&credentials-file={file}&profile=weir"));
        Assert.Equal("k2 s2 t2", Find("s3://b?region=r", ("AWS_SHARED_CREDENTIALS_FILE", file), ("AWS_PROFILE", "weir")));
        Assert.Equal("k3 s3 ", Find($"s3://b?region=r&credentials-file={lines}"));
        Assert.Equal("k4 s4 ", Find($"s3://b?region=r&credentials-file={folder}"));
        Assert.Contains("'none'", Assert.Throws<StorageException>(() => Find($"s3://b?region=r&credentials-file={file}&profile=none")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<StorageException>(() => Find("s3://b?region=r&credentials-file=/none")).Message, StringComparison.Ordinal);
    }

    private static S3Settings Parse(string address, params (string Name, string Value)[] environment) =>
        S3Settings.Parse(address, environment.ToDictionary(v => v.Name, v => v.Value).GetValueOrDefault);

    private static string Find(string address, params (string Name, string Value)[] environment)
    {
        Amazon.Runtime.ImmutableCredentials found = S3Credentials.Find(Parse(address, environment), TimeProvider.System).Credentials.GetCredentials();
        return $"{found.AccessKey} {found.SecretKey} {found.Token}";
    }

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, content);
        return path;
    }
}
