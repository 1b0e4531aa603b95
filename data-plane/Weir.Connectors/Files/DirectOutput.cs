using Weir.Connectors.Writing;

namespace Weir.Connectors.Files;

/// <summary>Files of a job without checkpoints: they get their names as they are finished.</summary>
internal sealed class DirectOutput(ChunkThread thread) : FileOutput
{
    public override bool HasRoom => thread.HasRoom;

    public override void Write(string folder, ReadOnlySpan<byte> records)
    {
        byte[] chunk = thread.Rent(records.Length);
        records.CopyTo(chunk);
        thread.Add(folder, chunk, records.Length);
    }

    public override bool Finish() => thread.Finish();

    public override void Dispose() => thread.Dispose();
}
