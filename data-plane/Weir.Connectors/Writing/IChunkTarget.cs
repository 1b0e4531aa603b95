namespace Weir.Connectors.Writing;

/// <summary>What a <see cref="ChunkThread"/> writes to; all is called on that thread, and what it throws fails the job.</summary>
internal interface IChunkTarget : IDisposable
{
    /// <summary>Writes whole records to the part of the target that the key names (a folder, say).</summary>
    void Write(string key, ReadOnlySpan<byte> records);

    /// <summary>Time has gone by.</summary>
    void Tick();

    /// <summary>Nothing more comes.</summary>
    void Finish();
}
