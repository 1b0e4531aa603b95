namespace Weir.Connectors.Tests.Files;

/// <summary>A disk that writes nothing until its gate is opened.</summary>
internal sealed class GatedStream(Stream inner, ManualResetEventSlim gate) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        gate.Wait();
        inner.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        gate.Wait();
        inner.Write(buffer);
    }

    protected override void Dispose(bool disposing) => inner.Dispose();
}
