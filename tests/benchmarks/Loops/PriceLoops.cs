using System.Runtime.Intrinsics;
using Weir.Benchmarks.Data;
using Weir.Benchmarks.Tables;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Loops;

/// <summary>q17: counts and prices of each auction and day; each bid changes its group, which is told as it was (-U) and as it is (+U).</summary>
internal static class PriceLoops
{
    private static readonly Vector256<long>[] s_counts = [.. Enumerable.Range(0, 8).Select(m => Vector256.Create(1L, m & 1L, (m >> 1) & 1, (m >> 2) & 1))];

    /// <summary>q17.</summary>
    public static long ByAuction(EventTable bids)
    {
        Checksum sum = new(10);
        PriceTable table = new();
        Column[] auctionColumn = bids.Chunks("auction");
        Column[] priceColumn = bids.Chunks("price");
        Column[] timeColumn = bids.Chunks("dateTime");
        Vector256<long> allCounts = default;
        Vector256<long> allPrices = default;
        long today = long.MinValue;
        byte[] text = new byte[10];
        for (int chunk = 0; chunk < bids.ChunkCount; chunk++)
        {
            int rows = bids.RowsOf(chunk);
            ReadOnlySpan<long> auction = EventTable.Longs(auctionColumn, chunk, rows);
            ReadOnlySpan<long> price = EventTable.Longs(priceColumn, chunk, rows);
            ReadOnlySpan<long> time = EventTable.Longs(timeColumn, chunk, rows);
            long keys = 0;
            long days = 0;
            for (int row = 0; row < rows; row++)
            {
                long day = StatisticsLoops.Day(time[row]);
                if (day != today)
                {
                    today = day;
                    StatisticsLoops.Write(text, day);
                }

                ref PriceTable.Group group = ref table.FindOrAdd(auction[row], day);
                long before = group.Counts.GetElement(0);
                Vector256<long> prices = group.Prices;
                long value = price[row];
                keys += auction[row];
                days += TextSum.Of(text);
                if (before > 0)
                {
                    keys += auction[row];
                    days += TextSum.Of(text);
                    allCounts += group.Counts;
                    allPrices += prices;
                    sum.Ties += auction[row] * before * ((long)RowKind.UpdateBefore + 1);
                    long total = prices.GetElement(3) + value;
                    prices = Vector256.Create(Math.Min(prices.GetElement(0), value), Math.Max(prices.GetElement(1), value), total / (before + 1), total);
                }
                else
                {
                    prices = Vector256.Create(value);
                }

                group.Counts += s_counts[Statistics.MaskOf(value) >> 1];
                group.Prices = prices;
                allCounts += group.Counts;
                allPrices += prices;
                sum.Ties += auction[row] * (before + 1) * (before > 0 ? (long)RowKind.UpdateAfter + 1 : 1);
                StatisticsLoops.Count(ref sum, before > 0);
            }

            sum.Columns[0] += keys;
            sum.Columns[1] += days;
        }

        for (int i = 0; i < 4; i++)
        {
            sum.Columns[2 + i] += allCounts[i];
            sum.Columns[6 + i] += allPrices[i];
        }

        return sum.Total;
    }
}
