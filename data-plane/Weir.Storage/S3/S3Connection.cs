using Amazon.S3;

namespace Weir.Storage.S3;

/// <summary>A client with how it is tried again, shared by all that a store does.</summary>
internal sealed class S3Connection(S3Settings settings, IAmazonS3 client, S3Errors errors, TimeProvider clock, Random chance)
{
    // Beside the time for an answer: a slow line, but no dead one.
    private const double SlowestBytesPerSecond = 64 << 10;

    internal S3Settings Settings => settings;

    internal IAmazonS3 Client => client;

    /// <summary>The key of a path, or the beginning of keys for the beginning of paths.</summary>
    internal string Key(string path) => settings.Prefix.Length == 0 ? path : $"{settings.Prefix}/{path}";

    /// <summary>The tries of one call, or of one read until it gets on.</summary>
    internal S3Tries Begin(string path, S3Call call) => new(settings, errors, clock, chance, path, call);

    /// <summary>Calls until it succeeds, or fails for good, or the time for tries is over.</summary>
    /// <param name="path">The path, for messages.</param>
    /// <param name="call">The kind of call.</param>
    /// <param name="bytes">Bytes to be sent, which take their time.</param>
    /// <param name="send">Sends the request.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<T> CallAsync<T>(string path, S3Call call, long bytes, Func<CancellationToken, Task<T>> send, CancellationToken cancellation)
    {
        S3Tries tries = Begin(path, call);
        while (true)
        {
            try
            {
                return await TryAsync(bytes, send, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (S3Errors.IsOfStorage(e) && !cancellation.IsCancellationRequested)
            {
                await tries.PauseAsync(e, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Calls once, for no longer than an answer may take.</summary>
    internal async Task<T> TryAsync<T>(long bytes, Func<CancellationToken, Task<T>> send, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = new(settings.AnswerTimeout + TimeSpan.FromSeconds(bytes / SlowestBytesPerSecond), clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        return await send(either.Token).ConfigureAwait(false);
    }
}
