using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weir.Benchmarks.Data;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Loops;

/// <summary>Queries that take texts apart.</summary>
internal static class TextLoops
{
    private const ulong Google = 'g' | ((ulong)'o' << 8) | ((ulong)'o' << 16) | ((ulong)'g' << 24) | ((ulong)'l' << 32) | ((ulong)'e' << 40);
    private const ulong Facebook = 'f' | ((ulong)'a' << 8) | ((ulong)'c' << 16) | ((ulong)'e' << 24) | ((ulong)'b' << 32) | ((ulong)'o' << 40) | ((ulong)'o' << 48) | ((ulong)'k' << 56);
    private const ulong Baidu = 'b' | ((ulong)'a' << 8) | ((ulong)'i' << 16) | ((ulong)'d' << 24) | ((ulong)'u' << 32);
    private const ulong Apple = 'a' | ((ulong)'p' << 8) | ((ulong)'p' << 16) | ((ulong)'l' << 24) | ((ulong)'e' << 32);

    /// <summary>q21: the url is looked at only where the channel has no number of its own.</summary>
    public static long ChannelIds(EventTable bids, int passes)
    {
        Checksum sum = new(5);
        Column[] auctions = bids.Chunks("auction");
        Column[] bidders = bids.Chunks("bidder");
        Column[] prices = bids.Chunks("price");
        Column[] channels = bids.Chunks("channel");
        Column[] urls = bids.Chunks("url");
        for (int pass = 0; pass < passes; pass++)
        {
            for (int chunk = 0; chunk < bids.ChunkCount; chunk++)
            {
                int rows = bids.RowsOf(chunk);
                ReadOnlySpan<long> auction = EventTable.Longs(auctions, chunk, rows);
                ReadOnlySpan<long> bidder = EventTable.Longs(bidders, chunk, rows);
                ReadOnlySpan<long> price = EventTable.Longs(prices, chunk, rows);
                BytesColumn channel = (BytesColumn)channels[chunk];
                BytesColumn url = (BytesColumn)urls[chunk];
                long first = 0;
                long second = 0;
                long third = 0;
                long fourth = 0;
                long fifth = 0;
                long found = 0;
                for (int row = 0; row < rows; row++)
                {
                    ReadOnlySpan<byte> name = channel[row];
                    long id;
                    int number = NamedChannel(name);
                    if (number >= 0)
                    {
                        id = '0' + number + 1; // what a text of one digit counts
                    }
                    else
                    {
                        ReadOnlySpan<byte> address = url[row];
                        int at = ChannelId(address);
                        if (at < 0)
                        {
                            continue;
                        }

                        ReadOnlySpan<byte> rest = address[at..];
                        int end = rest.IndexOf((byte)'&');
                        id = TextSum.Of(end < 0 ? rest : rest[..end]);
                    }

                    first += auction[row];
                    second += bidder[row];
                    third += price[row];
                    fourth += TextSum.Of(name);
                    fifth += id;
                    found++;
                }

                sum.Columns[0] += first;
                sum.Columns[1] += second;
                sum.Columns[2] += third;
                sum.Columns[3] += fourth;
                sum.Columns[4] += fifth;
                sum.Rows += found;
                sum.Kinds += found;
            }
        }

        return sum.Total;
    }

    /// <summary>q22: the parts of the url between the third slash and the sixth.</summary>
    public static long Directories(EventTable bids, int passes)
    {
        Checksum sum = new(7);
        Column[] auctions = bids.Chunks("auction");
        Column[] bidders = bids.Chunks("bidder");
        Column[] prices = bids.Chunks("price");
        Column[] channels = bids.Chunks("channel");
        Column[] urls = bids.Chunks("url");
        for (int pass = 0; pass < passes; pass++)
        {
            for (int chunk = 0; chunk < bids.ChunkCount; chunk++)
            {
                int rows = bids.RowsOf(chunk);
                sum.AddNumbers(0, EventTable.Longs(auctions, chunk, rows));
                sum.AddNumbers(1, EventTable.Longs(bidders, chunk, rows));
                sum.AddNumbers(2, EventTable.Longs(prices, chunk, rows));
                sum.AddTexts(3, (BytesColumn)channels[chunk], new Selection(rows));
                BytesColumn url = (BytesColumn)urls[chunk];
                long first = 0;
                long second = 0;
                long third = 0;
                ReadOnlySpan<int> starts = url.Starts;
                ReadOnlySpan<int> lengths = url.Lengths;
                byte[] data = url.Data;
                for (int row = 0; row < rows; row++)
                {
                    ReadOnlySpan<byte> rest = data.AsSpan(starts[row], lengths[row]);
                    if (starts[row] <= data.Length - Vector512<byte>.Count)
                    {
                        // All slashes of the first 64 bytes at once; most urls have the six there.
                        ulong slashes = Vector512.Equals(Vector512.LoadUnsafe(ref data[starts[row]]), Vector512.Create((byte)'/')).ExtractMostSignificantBits();
                        slashes &= lengths[row] >= 64 ? ulong.MaxValue : (1UL << lengths[row]) - 1;
                        if (BitOperations.PopCount(slashes) >= 6)
                        {
                            slashes &= slashes - 1;
                            slashes &= slashes - 1;
                            first += Between(rest, ref slashes);
                            second += Between(rest, ref slashes);
                            third += Between(rest, ref slashes);
                            continue;
                        }
                    }

                    bool more = Skip(ref rest) && Skip(ref rest) && Skip(ref rest);
                    first += Part(ref rest, ref more);
                    second += Part(ref rest, ref more);
                    third += Part(ref rest, ref more);
                }

                sum.Columns[4] += first;
                sum.Columns[5] += second;
                sum.Columns[6] += third;
                sum.Rows += rows;
                sum.Kinds += rows;
            }
        }

        return sum.Total;
    }

    /// <summary>The number that q21 gives a channel of that name, in whatever case; -1 for all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NamedChannel(ReadOnlySpan<byte> name)
    {
        const ulong Lower = 0x2020_2020_2020_2020;
        ref byte text = ref MemoryMarshal.GetReference(name);
        switch (name.Length)
        {
            case 5:
                ulong five = (Unsafe.ReadUnaligned<uint>(ref text) | ((ulong)Unsafe.Add(ref text, 4) << 32)) | (Lower >> 24);
                return five == Apple ? 0 : five == Baidu ? 3 : -1;
            case 6:
                ulong six = (Unsafe.ReadUnaligned<uint>(ref text) | ((ulong)Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref text, 4)) << 32)) | (Lower >> 16);
                return six == Google ? 1 : -1;
            case 8:
                return (Unsafe.ReadUnaligned<ulong>(ref text) | Lower) == Facebook ? 2 : -1;
            default:
                return -1;
        }
    }

    /// <summary>Where the value of channel_id starts: behind the first one that stands at the start or after an ampersand; -1 without.</summary>
    private static int ChannelId(ReadOnlySpan<byte> url)
    {
        ReadOnlySpan<byte> key = "channel_id="u8;
        if (url.StartsWith(key))
        {
            return key.Length;
        }

        int at = url.IndexOf("&channel_id="u8);
        return at < 0 ? -1 : at + key.Length + 1;
    }

    /// <summary>What the text between the first slash and the next counts; then the next is the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Between(ReadOnlySpan<byte> text, ref ulong slashes)
    {
        int from = BitOperations.TrailingZeroCount(slashes) + 1;
        slashes &= slashes - 1;
        return TextSum.Of(text[from..BitOperations.TrailingZeroCount(slashes)]);
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest)
    {
        int slash = rest.IndexOf((byte)'/');
        rest = rest[(slash + 1)..];
        return slash >= 0;
    }

    private static long Part(ref ReadOnlySpan<byte> rest, ref bool more)
    {
        if (!more)
        {
            return Checksum.Null;
        }

        int slash = rest.IndexOf((byte)'/');
        more = slash >= 0;
        ReadOnlySpan<byte> part = more ? rest[..slash] : rest;
        rest = rest[(slash + 1)..];
        return TextSum.Of(part);
    }
}
