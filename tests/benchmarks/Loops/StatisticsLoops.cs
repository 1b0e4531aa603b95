using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using Weir.Benchmarks.Data;
using Weir.Benchmarks.Tables;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Loops;

/// <summary>q15 and q16: each bid changes its group, which is told as it was (-U) and as it is (+U).</summary>
internal static class StatisticsLoops
{
    private const long DayMs = 86_400_000;
    private const int MinuteMs = 60_000;
    private const int Ahead = 8;

    /// <summary>q15.</summary>
    public static long ByDay(EventTable bids)
    {
        Checksum sum = new(13);
        MaskTable bidders = new();
        MaskTable auctions = new();
        List<(long Day, Statistics Counts)> days = [];
        Column[] auctionColumn = bids.Chunks("auction");
        Column[] bidderColumn = bids.Chunks("bidder");
        Column[] priceColumn = bids.Chunks("price");
        Column[] timeColumn = bids.Chunks("dateTime");
        Statistics all = default; // the sum of all rows told
        Statistics counts = default;
        long today = long.MinValue;
        int group = -1;
        byte[] text = new byte[10];
        for (int chunk = 0; chunk < bids.ChunkCount; chunk++)
        {
            int rows = bids.RowsOf(chunk);
            ReadOnlySpan<long> auction = EventTable.Longs(auctionColumn, chunk, rows);
            ReadOnlySpan<long> bidder = EventTable.Longs(bidderColumn, chunk, rows);
            ReadOnlySpan<long> price = EventTable.Longs(priceColumn, chunk, rows);
            ReadOnlySpan<long> time = EventTable.Longs(timeColumn, chunk, rows);
            long told = 0;
            for (int row = 0; row < rows; row++)
            {
                long day = Day(time[row]);
                if (day != today)
                {
                    ChangeDay(days, day, ref group, ref counts);
                    today = day;
                    Write(text, day);
                }

                int next = Math.Min(row + Ahead, rows - 1);
                auctions.Prefetch(group, auction[next]);
                bidders.Prefetch(group, bidder[next]);
                long before = counts.Bids.GetElement(0);
                if (before > 0)
                {
                    all.Bids += counts.Bids;
                    all.Bidders += counts.Bidders;
                    all.Auctions += counts.Auctions;
                    sum.Ties += before * counts.Bidders.GetElement(0) * ((long)RowKind.UpdateBefore + 1);
                    told += TextSum.Of(text);
                }

                int mask = Statistics.MaskOf(price[row]);
                counts.Add(mask, bidders.Add(group, bidder[row], mask), auctions.Add(group, auction[row], mask));
                all.Bids += counts.Bids;
                all.Bidders += counts.Bidders;
                all.Auctions += counts.Auctions;
                sum.Ties += (before + 1) * counts.Bidders.GetElement(0) * (before > 0 ? (long)RowKind.UpdateAfter + 1 : 1);
                told += TextSum.Of(text);
                Count(ref sum, before > 0);
            }

            sum.Columns[0] += told;
        }

        all.AddTo(ref sum, 1);
        return sum.Total;
    }

    /// <summary>q16. The greatest HH:mm is that of the latest minute of the day.</summary>
    public static long ByChannel(EventTable bids)
    {
        Checksum sum = new(15);
        MaskTable bidders = new();
        MaskTable auctions = new();
        TextIndex channels = new();
        ChannelGroup[] groups = new ChannelGroup[1 << 10];
        Column[] auctionColumn = bids.Chunks("auction");
        Column[] bidderColumn = bids.Chunks("bidder");
        Column[] priceColumn = bids.Chunks("price");
        Column[] channelColumn = bids.Chunks("channel");
        Column[] timeColumn = bids.Chunks("dateTime");
        Statistics all = default;
        long today = long.MinValue;
        byte[] text = new byte[10];
        byte[] minuteText = new byte[5];
        int[] groupOf = new int[ColumnPool.DefaultBatchRows];
        for (int chunk = 0; chunk < bids.ChunkCount; chunk++)
        {
            int rows = bids.RowsOf(chunk);
            ReadOnlySpan<long> auction = EventTable.Longs(auctionColumn, chunk, rows);
            ReadOnlySpan<long> bidder = EventTable.Longs(bidderColumn, chunk, rows);
            ReadOnlySpan<long> price = EventTable.Longs(priceColumn, chunk, rows);
            ReadOnlySpan<long> time = EventTable.Longs(timeColumn, chunk, rows);
            BytesColumn channel = (BytesColumn)channelColumn[chunk];
            for (int row = 0; row < rows; row++)
            {
                groupOf[row] = channels.FindOrAdd(channel[row], Day(time[row]));
            }

            if (channels.Count > groups.Length)
            {
                Array.Resize(ref groups, Math.Max(groups.Length * 2, channels.Count));
            }

            long names = 0;
            long days = 0;
            long minutes = 0;
            for (int row = 0; row < rows; row++)
            {
                long day = Day(time[row]);
                if (day != today)
                {
                    today = day;
                    Write(text, day);
                }

                int next = Math.Min(row + Ahead, rows - 1);
                auctions.Prefetch(groupOf[next], auction[next]);
                bidders.Prefetch(groupOf[next], bidder[next]);
                ref ChannelGroup group = ref groups[groupOf[row]];
                long before = group.Counts.Bids.GetElement(0);
                ReadOnlySpan<byte> name = channel[row];
                if (before > 0)
                {
                    all.Bids += group.Counts.Bids;
                    all.Bidders += group.Counts.Bidders;
                    all.Auctions += group.Counts.Auctions;
                    sum.Ties += before * group.Counts.Bidders.GetElement(0) * ((long)RowKind.UpdateBefore + 1);
                    names += TextSum.Of(name);
                    days += TextSum.Of(text);
                    WriteMinute(minuteText, group.Minute);
                    minutes += TextSum.Of(minuteText);
                }

                int mask = Statistics.MaskOf(price[row]);
                int newBidder = bidders.Add(groupOf[row], bidder[row], mask);
                int newAuction = auctions.Add(groupOf[row], auction[row], mask);
                group.Counts.Add(mask, newBidder, newAuction);
                group.Minute = Math.Max(group.Minute, (int)((time[row] - (day * DayMs)) / MinuteMs));
                all.Bids += group.Counts.Bids;
                all.Bidders += group.Counts.Bidders;
                all.Auctions += group.Counts.Auctions;
                sum.Ties += (before + 1) * group.Counts.Bidders.GetElement(0) * (before > 0 ? (long)RowKind.UpdateAfter + 1 : 1);
                names += TextSum.Of(name);
                days += TextSum.Of(text);
                WriteMinute(minuteText, group.Minute);
                minutes += TextSum.Of(minuteText);
                Count(ref sum, before > 0);
            }

            sum.Columns[0] += names;
            sum.Columns[1] += days;
            sum.Columns[2] += minutes;
        }

        all.AddTo(ref sum, 3);
        return sum.Total;
    }

    /// <summary>The day of a time, counted from 1970-01-01.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Day(long timeMs) => timeMs >= 0 ? (long)((ulong)timeMs / DayMs) : ((timeMs + 1) / DayMs) - 1;

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    internal static void Write(Span<byte> text, long day) =>
        Encoding.ASCII.GetBytes(DateTime.UnixEpoch.AddDays(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), text);

    /// <summary>Counts what a bid tells: +I, or -U and +U.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Count(ref Checksum sum, bool isUpdate)
    {
        sum.Rows += isUpdate ? 2 : 1;
        sum.Kinds += isUpdate ? (long)RowKind.UpdateBefore + (long)RowKind.UpdateAfter + 2 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteMinute(byte[] text, int minute)
    {
        (int hours, int minutes) = Math.DivRem(minute, 60);
        text[4] = (byte)('0' + (minutes % 10));
        text[3] = (byte)('0' + (minutes / 10));
        text[2] = (byte)':';
        text[1] = (byte)('0' + (hours % 10));
        text[0] = (byte)('0' + (hours / 10));
    }

    private static void ChangeDay(List<(long Day, Statistics Counts)> days, long day, ref int group, ref Statistics counts)
    {
        if (group >= 0)
        {
            days[group] = (days[group].Day, counts);
        }

        group = days.FindIndex(d => d.Day == day);
        if (group < 0)
        {
            group = days.Count;
            days.Add((day, default));
        }

        counts = days[group].Counts;
    }

    private struct ChannelGroup
    {
        public Statistics Counts;
        public int Minute;
    }
}
