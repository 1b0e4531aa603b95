using System.Numerics;
using System.Runtime.Intrinsics;
using Weir.Benchmarks.Data;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Loops;

/// <summary>Queries whose rows pass one by one.</summary>
internal static class StatelessLoops
{
    /// <summary>q0.</summary>
    public static long PassThrough(EventTable bids, int passes)
    {
        Checksum sum = new(5);
        Column[] auction = bids.Chunks("auction");
        Column[] bidder = bids.Chunks("bidder");
        Column[] price = bids.Chunks("price");
        Column[] time = bids.Chunks("dateTime");
        Column[] extra = bids.Chunks("extra");
        for (int pass = 0; pass < passes; pass++)
        {
            for (int chunk = 0; chunk < bids.ChunkCount; chunk++)
            {
                int rows = bids.RowsOf(chunk);
                sum.AddNumbers(0, EventTable.Longs(auction, chunk, rows));
                sum.AddNumbers(1, EventTable.Longs(bidder, chunk, rows));
                sum.AddNumbers(2, EventTable.Longs(price, chunk, rows));
                sum.AddNumbers(3, EventTable.Longs(time, chunk, rows));
                sum.AddTexts(4, (BytesColumn)extra[chunk], new Selection(rows));
                sum.Rows += rows;
                sum.Kinds += rows;
            }
        }

        return sum.Total;
    }

    /// <summary>q1: the product is a decimal of three digits after the point, exact, in 128 bits.</summary>
    public static long Euro(EventTable bids, int passes)
    {
        Checksum sum = new(5);
        Column[] auction = bids.Chunks("auction");
        Column[] bidder = bids.Chunks("bidder");
        Column[] price = bids.Chunks("price");
        Column[] time = bids.Chunks("dateTime");
        Column[] extra = bids.Chunks("extra");
        for (int pass = 0; pass < passes; pass++)
        {
            for (int chunk = 0; chunk < bids.ChunkCount; chunk++)
            {
                int rows = bids.RowsOf(chunk);
                sum.AddNumbers(0, EventTable.Longs(auction, chunk, rows));
                sum.AddNumbers(1, EventTable.Longs(bidder, chunk, rows));
                long low = 0;
                long high = 0;
                foreach (long dollars in EventTable.Longs(price, chunk, rows))
                {
                    high += Math.BigMul(dollars, 908, out long product);
                    low += product;
                }

                sum.Columns[2] += low;
                sum.High += high;
                sum.AddNumbers(3, EventTable.Longs(time, chunk, rows));
                sum.AddTexts(4, (BytesColumn)extra[chunk], new Selection(rows));
                sum.Rows += rows;
                sum.Kinds += rows;
            }
        }

        return sum.Total;
    }

    /// <summary>q2. A number is a multiple of an odd d if and only if its product with the inverse of d, modulo 2^64, is within ±(2^63 - 1) / d; so there is no division, and a vector is tested at a time.</summary>
    public static long Selection(EventTable bids, int passes)
    {
        const long Divisor = 123;
        const ulong Inverse = 0x2FDE_B2FD_EB2F_DEB3; // times 123 it is 1
        const ulong Most = long.MaxValue / Divisor;
        Checksum sum = new(2);
        Column[] auction = bids.Chunks("auction");
        Column[] price = bids.Chunks("price");
        long first = 0;
        long second = 0;
        long found = 0;
        for (int pass = 0; pass < passes; pass++)
        {
            for (int chunk = 0; chunk < bids.ChunkCount; chunk++)
            {
                int rows = bids.RowsOf(chunk);
                ReadOnlySpan<long> auctions = EventTable.Longs(auction, chunk, rows);
                ReadOnlySpan<long> prices = EventTable.Longs(price, chunk, rows);
                int i = 0;
                for (; i <= rows - Vector512<long>.Count; i += Vector512<long>.Count)
                {
                    Vector512<ulong> some = Vector512.Create(auctions[i..]).AsUInt64();
                    Vector512<ulong> scaled = (some * Vector512.Create(Inverse)) + Vector512.Create(Most);
                    for (ulong hits = Vector512.LessThanOrEqual(scaled, Vector512.Create(2 * Most)).ExtractMostSignificantBits(); hits != 0; hits &= hits - 1)
                    {
                        int row = i + BitOperations.TrailingZeroCount(hits);
                        first += auctions[row];
                        second += prices[row];
                        found++;
                    }
                }

                for (; i < rows; i++)
                {
                    if (auctions[i] % Divisor == 0)
                    {
                        first += auctions[i];
                        second += prices[i];
                        found++;
                    }
                }
            }
        }

        sum.Columns[0] = first;
        sum.Columns[1] = second;
        sum.Rows = found;
        sum.Kinds = found;
        return sum.Total;
    }
}
