using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Weir.Benchmarks.Data;

namespace Weir.Benchmarks.Loops;

/// <summary>The twelve counts of q15 and q16, in three vectors: of bids, of bidders and of auctions; each of all, then by rank of price.</summary>
internal struct Statistics
{
    public Vector256<long> Bids;
    public Vector256<long> Bidders;
    public Vector256<long> Auctions;

    /// <summary>For each mask of four counts what it adds to them.</summary>
    private static readonly Vector256<long>[] s_steps = [.. Enumerable.Range(0, 16).Select(m => Vector256.Create(m & 1L, (m >> 1) & 1, (m >> 2) & 1, (m >> 3) & 1))];

    /// <summary>The counts that a bid of this price adds to: the first, and one of the other three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaskOf(long price) => 1 | (2 << ((price >= 10_000 ? 1 : 0) + (price >= 1_000_000 ? 1 : 0)));

    /// <summary>Adds a bid, given in which counts it, its bidder and its auction are new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int bid, int bidder, int auction)
    {
        Vector256<long>[] steps = s_steps;
        Bids += steps[bid];
        Bidders += steps[bidder];
        Auctions += steps[auction];
    }

    /// <summary>Adds the counts to the sums of twelve columns in a row.</summary>
    public readonly void AddTo(ref Checksum sum, int from)
    {
        for (int i = 0; i < 4; i++)
        {
            sum.Columns[from + i] += Bids[i];
            sum.Columns[from + 4 + i] += Bidders[i];
            sum.Columns[from + 8 + i] += Auctions[i];
        }
    }
}
