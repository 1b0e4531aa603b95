using System.Text;
using Weir.Engine.Checkpoints;
using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Storage;

public sealed class SnapshotManifestTests
{
    private static byte[] Stored => Manifests.Of(new SnapshotFile("file", 12, 34), [new SavedBlock(0, 0, 12, 1)]).Encode();

    [Fact]
    public void A_manifest_is_read_as_it_was_written() => Assert.Equal(Stored, SnapshotManifest.Decode(Stored, "here").Encode());

    [Fact]
    public void A_manifest_with_any_bit_turned_is_refused()
    {
        byte[] stored = Stored;
        for (int i = 0; i < stored.Length; i++)
        {
            byte[] damaged = [.. stored];
            damaged[i] ^= 1;
            Assert.Throws<SnapshotException>(() => SnapshotManifest.Decode(damaged, "here"));
        }
    }

    [Fact]
    public void A_manifest_cut_short_is_refused()
    {
        byte[] stored = Stored;
        for (int length = 0; length < stored.Length; length++)
        {
            Assert.Throws<SnapshotException>(() => SnapshotManifest.Decode(stored.AsSpan(0, length), "here"));
        }
    }

    [Fact]
    public void A_manifest_of_a_newer_format_says_what_reads_it()
    {
        byte[] newer = Encoding.ASCII.GetBytes("weir-snapshot 2 00000000\n{}");
        Assert.Equal("here is of format 2, which is newer than this version of Weir reads (1): use the version that wrote it, or a newer one.", Assert.Throws<SnapshotException>(() => SnapshotManifest.Decode(newer, "here")).Message);
    }

    [Fact]
    public async Task A_snapshot_that_is_not_there_is_told_by_its_address()
    {
        using MemoryObjectStore store = new();
        SnapshotException told = await Assert.ThrowsAsync<SnapshotException>(() => Snapshot.OpenAsync(store, "a/manifest", CancellationToken.None));
        Assert.Contains("a/manifest: there is no snapshot.", told.Message, StringComparison.Ordinal);
    }
}
