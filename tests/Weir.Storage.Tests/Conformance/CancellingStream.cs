namespace Weir.Storage.Tests.Conformance;

/// <summary>Bytes whose reader is told to give up when it has come so far.</summary>
internal sealed class CancellingStream(byte[] bytes, CancellationTokenSource stop, int at) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= at)
        {
            await stop.CancelAsync();
        }

        return await base.ReadAsync(buffer, cancellationToken);
    }

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => CopyAsync(destination, cancellationToken);

    private async Task CopyAsync(Stream destination, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1 << 20];
        int read;
        while ((read = await ReadAsync(buffer, cancellationToken)) > 0)
        {
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
