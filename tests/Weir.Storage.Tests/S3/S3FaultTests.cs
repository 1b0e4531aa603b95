using System.Net;
using System.Net.Sockets;
using Amazon.S3;
using Weir.Engine.Storage;
using Weir.Storage.S3;
using Weir.Storage.Tests.Conformance;

namespace Weir.Storage.Tests.S3;

/// <summary>Stores on a real server behind a proxy that breaks, delays and damages.</summary>
[Collection(S3Collection.Name)]
[NeedsS3]
public sealed class S3FaultTests(S3Server server)
{
    [StoreFact]
    public async Task Answers_of_a_busy_server_and_lost_connections_are_tried_again()
    {
        using FaultProxy proxy = new(server.Endpoint, (_, before) => before % 3 == 0 ? Fault.Busy : before % 3 == 1 ? Fault.LoseRequest : Fault.None);
        using IObjectStore store = await OpenAsync(proxy);
        await store.PutAsync("a", "content");
        Assert.True(await store.TryCreateAsync("b", "other"));
        Assert.Equal("content", await store.ReadAsync("a"));
        Assert.Equal(["a", "b"], await store.PathsAsync());
        await store.DeleteAsync("a", CancellationToken.None);
        Assert.Equal(15, proxy.Requests.Count);
    }

    [StoreFact]
    public async Task A_server_that_does_not_answer_is_asked_again()
    {
        using FaultProxy proxy = new(server.Endpoint, (_, before) => before % 2 == 0 ? Fault.Hang : Fault.None);
        using IObjectStore store = await OpenAsync(proxy, s => s with { AnswerTimeout = TimeSpan.FromSeconds(1) });
        await store.PutAsync("a", "content");
        Assert.Equal("content", await store.ReadAsync("a"));
        Assert.Equal(4, proxy.Requests.Count);
    }

    [StoreFact]
    public async Task A_read_that_breaks_off_goes_on_where_it_broke()
    {
        using FaultProxy proxy = new(server.Endpoint, (line, before) => line.StartsWith("GET", StringComparison.Ordinal) && before <= 5 ? Fault.BreakAnswer : Fault.None);
        using IObjectStore store = await OpenAsync(proxy);
        byte[] content = Objects.Bytes(4 << 20);
        await store.PutAsync("a", new MemoryStream(content), CancellationToken.None);
        Assert.Equal(content, await store.ReadBytesAsync("a"));
        Assert.Equal(7, proxy.Requests.Count);
    }

    [StoreFact]
    public async Task A_read_that_breaks_off_is_no_mixture_with_what_was_written_over_it()
    {
        using FaultProxy proxy = new(server.Endpoint, (line, _) => line.StartsWith("GET", StringComparison.Ordinal) ? Fault.BreakAnswer : Fault.None);
        using IObjectStore store = await OpenAsync(proxy);
        await store.PutAsync("a", new MemoryStream(Objects.Bytes(4 << 20, 1)), CancellationToken.None);
        using Stream reading = await store.OpenReadAsync("a", 0, null, CancellationToken.None);
        await store.PutAsync("a", new MemoryStream(Objects.Bytes(4 << 20, 2)), CancellationToken.None);
        StorageException changed = await Assert.ThrowsAsync<StorageException>(() => reading.CopyToAsync(Stream.Null));
        Assert.Equal($"{store.Root}: 'a' cannot be read: it was written over meanwhile.", changed.Message);
    }

    [StoreFact]
    public async Task A_creation_whose_answer_was_lost_is_known_to_be_ones_own()
    {
        using FaultProxy proxy = new(server.Endpoint, (_, before) => before == 0 ? Fault.LoseAnswer : Fault.None);
        using IObjectStore store = await OpenAsync(proxy);
        Assert.True(await store.TryCreateAsync("a", "mine"));
        Assert.False(await store.TryCreateAsync("a", "mine"));
    }

    [StoreFact]
    public async Task A_creation_that_another_made_meanwhile_is_not_ones_own_though_the_content_is()
    {
        string bucket = await server.CreateBucketAsync();
        using IObjectStore direct = ObjectStores.CreateBuiltIn(TimeProvider.System, server.Environs).Open($"s3://{bucket}");
        using FaultProxy proxy = new(server.Endpoint, (_, before) =>
        {
            if (before > 0)
            {
                return Fault.None;
            }

            Assert.True(direct.TryCreateAsync("a", "same").GetAwaiter().GetResult());
            return Fault.LoseRequest;
        });
        using IObjectStore store = Open(bucket, proxy.Address);
        Assert.False(await store.TryCreateAsync("a", "same"));
    }

    [StoreFact]
    public async Task A_long_object_gets_through_though_each_kind_of_request_fails_at_first()
    {
        HashSet<string> seen = [];
        using FaultProxy proxy = new(server.Endpoint, (line, before) =>
        {
            lock (seen)
            {
                bool isFirst = seen.Add(line);
                return !isFirst || line.Contains("?uploads", StringComparison.Ordinal) ? Fault.None : before % 2 == 0 ? Fault.LoseAnswer : Fault.Damage;
            }
        });
        using IObjectStore store = await OpenAsync(proxy);
        byte[] content = Objects.Bytes(40 << 20);
        await store.PutAsync("a", new MemoryStream(content), CancellationToken.None);
        using IObjectStore direct = Open(store.Root["s3://".Length..], server.Endpoint.ToString());
        byte[] read = await direct.ReadBytesAsync("a");
        Assert.True(content.AsSpan().SequenceEqual(read));
    }

    [StoreFact]
    public async Task A_completion_whose_answer_was_lost_is_known_to_be_done()
    {
        using FaultProxy proxy = new(server.Endpoint, OnceFor("POST", "uploadId=", Fault.LoseAnswer));
        using IObjectStore store = await OpenAsync(proxy);
        await store.PutAsync("a", new MemoryStream(new byte[20 << 20]), CancellationToken.None);
        Assert.Equal(20 << 20, Assert.Single(await store.ListAsync()).Length);
    }

    [StoreFact]
    public async Task What_was_damaged_on_the_way_is_sent_again()
    {
        using FaultProxy proxy = new(server.Endpoint, (_, before) => before == 0 ? Fault.Damage : Fault.None);
        using IObjectStore store = await OpenAsync(proxy);
        byte[] content = Objects.Bytes(100_000);
        await store.PutAsync("a", new MemoryStream(content), CancellationToken.None);
        Assert.Equal(content, await store.ReadBytesAsync("a"));
    }

    [StoreFact]
    public async Task A_long_object_that_fails_or_is_cancelled_leaves_no_parts_behind()
    {
        using FaultProxy proxy = new(server.Endpoint, (line, _) => line.Contains("partNumber=3", StringComparison.Ordinal) ? Fault.Busy : Fault.None);
        using IObjectStore store = await OpenAsync(proxy, s => s with { GiveUpAfter = TimeSpan.FromSeconds(1) });
        StorageException failed = await Assert.ThrowsAsync<StorageException>(() => store.PutAsync("a", new MemoryStream(new byte[60 << 20]), CancellationToken.None));
        Assert.Contains("answers 503 SlowDown, tried ", failed.Message, StringComparison.Ordinal);

        using CancellationTokenSource stop = new();
        using CancellingStream content = new(new byte[60 << 20], stop, at: 16 << 20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync("b", content, stop.Token));

        using AmazonS3Client client = server.CreateClient();
        Assert.Empty((await client.ListMultipartUploadsAsync(store.Root["s3://".Length..])).MultipartUploads ?? []);
        Assert.Empty(await store.ListAsync());
    }

    [StoreFact]
    public async Task A_server_that_is_gone_is_named_with_what_to_do()
    {
        TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        string address = $"http://{free.LocalEndpoint}";
        free.Stop();
        using IObjectStore store = Open("bucket", address, s => s with { GiveUpAfter = TimeSpan.FromSeconds(1) });
        StorageException gone = await Assert.ThrowsAsync<StorageException>(() => store.PutAsync("a", "x"));
        Assert.StartsWith($"s3://bucket: 'a' cannot be written: {address} cannot be reached, tried ", gone.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", gone.Message, StringComparison.Ordinal);
        Assert.Contains("Is the server up, is the endpoint right", gone.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Wrong_credentials_are_named_by_where_they_are_from_and_never_shown()
    {
        foreach ((string key, string secret, string code) in ((string, string, string)[])[("WEIRACCESS", "wrong-secret", "SignatureDoesNotMatch"), ("NOBODY", "wrong-secret", "InvalidAccessKeyId")])
        {
            Dictionary<string, string> environment = new() { ["AWS_ACCESS_KEY_ID"] = key, ["AWS_SECRET_ACCESS_KEY"] = secret };
            using IObjectStore store = ObjectStores.CreateBuiltIn(TimeProvider.System, environment.GetValueOrDefault).Open($"s3://{await server.CreateBucketAsync()}?endpoint={server.Endpoint}");
            StorageException refused = await Assert.ThrowsAsync<StorageException>(() => store.PutAsync("a", "x"));
            Assert.Equal($"{store.Root}: 'a' cannot be written: {server.Endpoint.ToString().TrimEnd('/')} refuses the credentials from the environment (AWS_ACCESS_KEY_ID) for region 'us-east-1' ({code}). Correct them, or the region.", refused.Message);
            Assert.DoesNotContain(secret, refused.ToString(), StringComparison.Ordinal);
        }
    }

    [StoreFact]
    public async Task A_missing_bucket_is_named_with_the_command_that_makes_it()
    {
        using IObjectStore store = Open("no-such-bucket", server.Endpoint.ToString());
        string expected = $"there is no bucket 'no-such-bucket' at {server.Endpoint.ToString().TrimEnd('/')}. Make it with 'aws s3 mb s3://no-such-bucket --endpoint-url {server.Endpoint.ToString().TrimEnd('/')}', or correct the address.";
        foreach (Func<Task> call in (Func<Task>[])[() => store.PutAsync("a", "x"), () => store.TryCreateAsync("a", "x"), () => store.ReadAsync("a"), () => store.ListAsync(), () => store.DeleteAsync("a", CancellationToken.None)])
        {
            StorageException missing = await Assert.ThrowsAsync<StorageException>(call);
            Assert.True(missing.Message.EndsWith(expected, StringComparison.Ordinal), missing.ToString());
            Assert.False(missing.IsMissing);
        }
    }

    [StoreFact]
    public async Task A_refusal_does_no_harm_to_the_request_that_comes_next()
    {
        using IObjectStore store = Open(await server.CreateBucketAsync(), server.Endpoint.ToString());
        Assert.True(await store.TryCreateAsync("a", "first"));
        for (int k = 0; k < 20; k++)
        {
            Assert.False(await store.TryCreateAsync("a", "second"));
            await store.PutAsync("b", "content");
        }
    }

    private static Func<string, int, Fault> OnceFor(string method, string part, Fault fault)
    {
        int left = 1;
        return (line, _) => line.StartsWith(method, StringComparison.Ordinal) && line.Contains(part, StringComparison.Ordinal) && Interlocked.Exchange(ref left, 0) == 1 ? fault : Fault.None;
    }

    private async Task<S3ObjectStore> OpenAsync(FaultProxy proxy, Func<S3Settings, S3Settings>? change = null) => Open(await server.CreateBucketAsync(), proxy.Address, change);

    private S3ObjectStore Open(string bucket, string endpoint, Func<S3Settings, S3Settings>? change = null)
    {
        S3Settings settings = S3Settings.Parse($"s3://{bucket}?endpoint={endpoint}", server.Environs);
        return S3ObjectStore.Open(change?.Invoke(settings) ?? settings, TimeProvider.System);
    }
}
