using Weir.Engine.Connectors;
using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>What one lane gave to a snapshot.</summary>
internal sealed class LanePiece(int lane) : IDisposable
{
    private readonly List<(string Operator, StateSaver Saved)> _operators = [];
    private readonly List<SourcePosition> _positions = [];

    public int Lane => lane;

    /// <summary>How long the lane stood.</summary>
    public TimeSpan Pause { get; set; }

    public IReadOnlyList<(string Operator, StateSaver Saved)> Operators => _operators;

    public IReadOnlyList<SourcePosition> Positions => _positions;

    public void Add(IReadOnlyList<(string Operator, StateSaver Saved)> operators, IEnumerable<SourcePosition> positions)
    {
        _operators.AddRange(operators);
        _positions.AddRange(positions);
    }

    /// <summary>Writes the blocks that have entries, one after another, to a file; null when there are none.</summary>
    public async Task<SnapshotFile?> UploadAsync(IObjectStore store, string path, CancellationToken cancellation)
    {
        using SegmentStream content = new();
        foreach (StateBlock block in _operators.SelectMany(o => o.Saved.Blocks).Where(b => b.Entries > 0))
        {
            block.AddTo(content);
        }

        if (content.Length == 0)
        {
            return null;
        }

        SnapshotFile file = new(path, content.Length, content.Checksum());
        await store.PutAsync(path, content, cancellation).ConfigureAwait(false);
        return file;
    }

    public void Dispose()
    {
        foreach ((_, StateSaver saved) in _operators)
        {
            foreach (StateBlock block in saved.Blocks)
            {
                block.Dispose();
            }
        }
    }
}
