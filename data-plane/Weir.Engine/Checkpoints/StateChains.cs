using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>Where each state of each operator and lane is kept: the block that was whole and those that changed it since. For one thread at a time.</summary>
internal sealed class StateChains
{
    private const long WorthBytes = 1 << 20;

    private readonly Dictionary<Place, List<Block>> _chains = [];

    /// <summary>Takes over what a snapshot has, when the lanes are the same.</summary>
    public void TakeOver(SnapshotManifest manifest)
    {
        foreach (SavedOperator op in manifest.Operators)
        {
            foreach (SavedState state in op.States)
            {
                _chains[new Place(op.Id, state.Lane, state.Name)] = [.. state.Blocks.Select(b => new Block(manifest.Files[b.File], b.Offset, b.Length, b.Entries))];
            }
        }
    }

    /// <summary>Takes in what the lanes wrote; blocks lie in the lanes' files. States that they did not write are no more.</summary>
    public void Add(IReadOnlyList<(LanePiece Piece, SnapshotFile? File)> pieces)
    {
        HashSet<Place> written = [];
        foreach ((LanePiece piece, SnapshotFile? file) in pieces)
        {
            long offset = 0;
            foreach ((string id, StateSaver saved) in piece.Operators)
            {
                foreach (StateBlock block in saved.Blocks)
                {
                    Place place = new(id, piece.Lane, block.Name);
                    written.Add(place);
                    if (!_chains.TryGetValue(place, out List<Block>? chain) || block.IsWhole)
                    {
                        _chains[place] = chain = [];
                    }

                    if (block.Entries > 0)
                    {
                        chain.Add(new Block(file!, offset, block.Length, block.Entries));
                        offset += block.Length;
                    }
                }
            }
        }

        foreach (Place place in _chains.Keys.Where(p => !written.Contains(p)).ToList())
        {
            _chains.Remove(place);
        }
    }

    /// <summary>The files that are needed.</summary>
    public IReadOnlyList<SnapshotFile> Files => [.. _chains.Values.SelectMany(c => c).Select(b => b.File).DistinctBy(f => f.Path).OrderBy(f => f.Path, StringComparer.Ordinal)];

    /// <summary>The operators as a manifest tells of them.</summary>
    public IReadOnlyList<SavedOperator> Operators(IReadOnlyList<SnapshotFile> files, Func<string, (string Name, string Shape)> describe)
    {
        Dictionary<string, int> numbers = files.Select((f, i) => (f.Path, i)).ToDictionary(f => f.Path, f => f.i, StringComparer.Ordinal);
        return [.. _chains.GroupBy(c => c.Key.Operator).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new SavedOperator(
            g.Key,
            describe(g.Key).Name,
            describe(g.Key).Shape,
            [.. g.OrderBy(c => c.Key.State, StringComparer.Ordinal).ThenBy(c => c.Key.Lane).Select(c => new SavedState(
                c.Key.State, c.Key.Lane, [.. c.Value.Select(b => new SavedBlock(numbers[b.File.Path], b.Offset, b.Length, b.Entries))]))]))];
    }

    /// <summary>
    /// Where changes have grown larger than what they change, makes one whole block of them: read, taken together group by group, and written to a file of its own, beside the lanes.
    /// </summary>
    public async Task CompactAsync(IObjectStore store, Snapshot snapshot, string path, CancellationToken cancellation)
    {
        List<Place> worth = [.. _chains.Where(c => c.Value.Count > 1 && c.Value.Skip(1).Sum(b => b.Length) is var changes && changes > WorthBytes && changes > c.Value[0].Length).Select(c => c.Key)];
        if (worth.Count == 0)
        {
            return;
        }

        List<(Place Place, StateBlock Merged)> merged = [];
        try
        {
            using SegmentStream content = new();
            foreach (Place place in worth)
            {
                SavedState state = snapshot.Find(place.Operator)!.States.Single(s => s.Name == place.State && s.Lane == place.Lane);
                StateBlock block = StateMerger.Merge(place.State, state.Blocks.Select(b => snapshot.Read(b, 0, int.MaxValue)));
                merged.Add((place, block));
                if (block.Entries > 0)
                {
                    block.AddTo(content);
                }
            }

            await store.PutAsync(path, content, cancellation).ConfigureAwait(false);
            SnapshotFile file = new(path, content.Length, content.Checksum());
            long offset = 0;
            foreach ((Place place, StateBlock block) in merged)
            {
                _chains[place] = block.Entries > 0 ? [new Block(file, offset, block.Length, block.Entries)] : [];
                offset += block.Entries > 0 ? block.Length : 0;
            }
        }
        finally
        {
            foreach ((_, StateBlock block) in merged)
            {
                block.Dispose();
            }
        }
    }

    private readonly record struct Place(string Operator, int Lane, string State);

    private readonly record struct Block(SnapshotFile File, long Offset, long Length, long Entries);
}
