using System.Buffers;

namespace Weir.Connectors.Log;

/// <summary>
/// Sealed batches that wait for their commit, by partition: in memory up to a bound, then written aside to a file that is gone with
/// the process.
/// </summary>
internal sealed class StagedRecords(ILogFiles files, string folder, int memoryBytes) : IDisposable
{
    private const int BlockSize = 1 << 20;

    private readonly Dictionary<(string Topic, int Partition), List<Batch>> _partitions = [];
    private readonly List<byte[]> _blocks = [];
    private int _blockUsed;
    private long _inMemory;
    private ILogFile? _aside;
    private long _asideLength;
    private byte[] _scratch = [];

    internal bool IsEmpty => _partitions.Count == 0;

    internal IEnumerable<(string Topic, int Partition)> Partitions => _partitions.Keys;

    /// <summary>Copies a sealed batch.</summary>
    /// <exception cref="IOException">It had to be written aside, and could not.</exception>
    internal void Add(string topic, int partition, ReadOnlySpan<byte> batch)
    {
        Batch place = _inMemory + batch.Length <= memoryBytes ? Keep(batch) : WriteAside(batch);
        if (!_partitions.TryGetValue((topic, partition), out List<Batch>? batches))
            _partitions.Add((topic, partition), batches = []);
        batches.Add(place);
    }

    internal int Count(string topic, int partition) => _partitions[(topic, partition)].Count;

    /// <summary>One batch, to be changed in place or written on; valid until the next call.</summary>
    internal Span<byte> Read(string topic, int partition, int index)
    {
        Batch batch = _partitions[(topic, partition)][index];
        if (batch.Block is not null)
            return batch.Block.AsSpan((int)batch.Start, batch.Length);
        if (_scratch.Length < batch.Length)
            _scratch = new byte[batch.Length];
        Span<byte> bytes = _scratch.AsSpan(0, batch.Length);
        if (_aside!.Read(batch.Start, bytes) < batch.Length)
            throw new IOException("the file of records written aside is shorter than it was");
        return bytes;
    }

    /// <summary>Forgets everything, and keeps the memory of one block.</summary>
    internal void Clear()
    {
        _partitions.Clear();
        for (int i = _blocks.Count - 1; i > 0; i--)
        {
            ArrayPool<byte>.Shared.Return(_blocks[i]);
            _blocks.RemoveAt(i);
        }

        if (_blocks.Count > 0 && _blocks[0].Length > 2 * BlockSize)
        {
            ArrayPool<byte>.Shared.Return(_blocks[0]);
            _blocks.Clear();
        }

        _blockUsed = 0;
        _inMemory = 0;
        _aside?.Dispose();
        _aside = null;
        _asideLength = 0;
        _scratch = [];
    }

    public void Dispose()
    {
        Clear();
        foreach (byte[] block in _blocks)
            ArrayPool<byte>.Shared.Return(block);
        _blocks.Clear();
    }

    private Batch Keep(ReadOnlySpan<byte> batch)
    {
        if (_blocks.Count == 0 || _blocks[^1].Length - _blockUsed < batch.Length)
        {
            _blocks.Add(ArrayPool<byte>.Shared.Rent(Math.Max(BlockSize, batch.Length)));
            _blockUsed = 0;
        }

        var place = new Batch(_blocks[^1], _blockUsed, batch.Length);
        batch.CopyTo(_blocks[^1].AsSpan(_blockUsed));
        _blockUsed += batch.Length;
        _inMemory += batch.Length;
        return place;
    }

    private Batch WriteAside(ReadOnlySpan<byte> batch)
    {
        _aside ??= files.OpenTemporary(folder);
        _aside.Write(_asideLength, batch);
        var place = new Batch(null, _asideLength, batch.Length);
        _asideLength += batch.Length;
        return place;
    }

    /// <param name="Block">Where it is in memory; null: written aside.</param>
    private readonly record struct Batch(byte[]? Block, long Start, int Length);
}
