using Weir.Engine.Checkpoints;
using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Storage;

/// <summary>Blocks of state: what was written in increments is what is read, one after another or merged.</summary>
public sealed class StateBlockTests
{
    [Fact]
    public async Task Blocks_read_in_order_give_what_was_put_last_and_so_does_their_merger()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            using MemoryObjectStore store = new();
            Dictionary<(int, string), string> expected = [];
            List<StateBlock> blocks = [];
            for (int b = 0; b < 5; b++)
            {
                blocks.Add(RandomBlock(random, b == 0, expected));
            }

            Snapshot snapshot = await Store(store, blocks);
            IReadOnlyList<SavedBlock> saved = snapshot.Manifest.Operators[0].States[0].Blocks;
            Assert.Equal(Lines(expected), Lines(Applied(saved.SelectMany(s => snapshot.Read(s, 0, int.MaxValue)))));
            using StateBlock merged = StateMerger.Merge("state", saved.Select(s => snapshot.Read(s, 0, int.MaxValue)));
            Assert.Equal(expected.Count, merged.Entries);
            using MemoryObjectStore other = new();
            Snapshot whole = await Store(other, [merged]);
            Assert.Equal(Lines(expected), Lines(Applied(whole.Manifest.Operators[0].States[0].Blocks.SelectMany(s => whole.Read(s, 0, int.MaxValue)))));
            Assert.Equal(
                Lines(expected.Where(e => e.Key.Item1 is -1 or (>= 3 and < 6)).ToDictionary(e => e.Key, e => e.Value)),
                Lines(Applied(saved.SelectMany(s => snapshot.Read(s, 3, 6)))));
            blocks.ForEach(b => b.Dispose());
        }
    }

    private static StateBlock RandomBlock(Random random, bool isWhole, Dictionary<(int, string), string> expected)
    {
        StateBlock block = new("state", isWhole);
        HashSet<(int, string)> put = [];
        for (int deletions = isWhole ? 0 : random.Next(20); deletions > 0; deletions--)
        {
            (int Group, string Key) key = Key(random);
            block.Delete(key.Group, Bytes(key.Key));
            expected.Remove(key);
        }

        for (int puts = random.Next(40); puts > 0; puts--)
        {
            (int Group, string Key) key = Key(random);
            if (put.Add(key))
            {
                string value = new((char)('a' + random.Next(26)), random.Next(20) == 0 ? 300_000 : random.Next(60));
                block.Put(key.Group, Bytes(key.Key), Bytes(value));
                expected[key] = value;
            }
        }

        return block;
    }

    private static (int Group, string Key) Key(Random random)
    {
        int number = random.Next(40);
        return ((number % 9) - 1, $"k{number}");
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static Dictionary<(int, string), string> Applied(IEnumerable<(int Group, byte[] Bytes)> groups)
    {
        Dictionary<(int, string), string> state = [];
        using StateReader reader = new(groups);
        while (reader.MoveNext())
        {
            (int, string) key = (reader.Group, System.Text.Encoding.ASCII.GetString(reader.Key));
            if (reader.IsDeletion)
            {
                state.Remove(key);
            }
            else
            {
                state[key] = System.Text.Encoding.ASCII.GetString(reader.Value);
            }
        }

        return state;
    }

    private static string[] Lines(Dictionary<(int, string), string> state) => [.. state.Select(s => $"{s.Key} {s.Value}").Order(StringComparer.Ordinal)];

    /// <summary>A snapshot of one operator with one state, whose blocks are in one file.</summary>
    private static async Task<Snapshot> Store(MemoryObjectStore store, IReadOnlyList<StateBlock> blocks)
    {
        using SegmentStream content = new();
        List<SavedBlock> saved = [];
        foreach (StateBlock block in blocks)
        {
            saved.Add(new SavedBlock(0, content.Length, block.Length, block.Entries));
            block.AddTo(content);
        }

        await store.PutAsync("file", content, CancellationToken.None);
        await store.TryCreateAsync("manifest", Manifests.Of(new SnapshotFile("file", content.Length, content.Checksum()), saved).Encode(), CancellationToken.None);
        Snapshot snapshot = await Snapshot.OpenAsync(store, "manifest", CancellationToken.None);
        await snapshot.VerifyAsync(CancellationToken.None);
        return snapshot;
    }
}
