using System.Runtime.CompilerServices;
using Weir.Engine.Batches;
using Weir.Engine.Types;
using static Weir.Connectors.Nexmark.NexmarkEvents;

namespace Weir.Connectors.Nexmark;

/// <summary>The fields of bids.</summary>
internal static class BidFields
{
    /// <summary>The fields in the order of the benchmark's table.</summary>
    public static IReadOnlyList<NexmarkField> Create(EventClock clock) =>
    [
        NexmarkField.BigInt<AuctionRule>("auction"),
        NexmarkField.BigInt<BidderRule>("bidder"),
        NexmarkField.BigInt<PriceRule>("price"),
        new("channel", DataType.String, static (column, start, events) => FillByChannel((BytesColumn)column, start, events, NexmarkTexts.ChannelNames)),
        new("url", DataType.String, static (column, start, events) => FillByChannel((BytesColumn)column, start, events, NexmarkTexts.Urls)),
        new("dateTime", DataType.Timestamp(3), clock.Fill),
        new("extra", DataType.String, FillExtra),
    ];

    /// <summary>Half of the bids come over the four named channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Channel(long n)
    {
        uint bits = (uint)(Bits(n, 2) >> 32);
        return (int)bits < 0 ? (int)(bits & 3) : NexmarkTexts.NamedChannels + Below(bits << 1, NexmarkTexts.Channels);
    }

    private static void FillByChannel(BytesColumn column, int start, ReadOnlySpan<long> events, TextTable texts)
    {
        int[] starts = texts.Starts;
        byte[] bytes = texts.Bytes;
        Span<byte> to = column.Reserve((events.Length * texts.MaxLength) + TextTable.Slack);
        int used = 0;
        int begin = column.UsedBytes;
        for (int k = 0; k < events.Length; k++)
        {
            int channel = Channel(events[k]);
            int at = starts[channel];
            int length = starts[channel + 1] - at;
            CopyInVectors(ref bytes[at], ref to[used], length);
            column.SetRange(start + k, begin + used, length);
            used += length;
        }

        column.Append(to[..used]); // the bytes are in their place already; this makes them count
    }

    private static void FillExtra(Column column, int start, ReadOnlySpan<long> events)
    {
        BytesColumn extra = (BytesColumn)column;
        byte[] letters = NexmarkTexts.LetterPool;
        for (int k = 0; k < events.Length; k++)
        {
            ulong bits = Bits(events[k], 3);
            extra.Set(start + k, NexmarkTexts.Letters(letters, (uint)bits, PadLength(bits, 32, BidBytes)));
        }
    }

    /// <summary>Copies up to 31 bytes more than asked for: both sides have that slack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyInVectors(ref byte from, ref byte to, int length)
    {
        for (int i = 0; i < length; i += 16)
        {
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, i), Unsafe.ReadUnaligned<UInt128>(ref Unsafe.Add(ref from, i)));
        }
    }

    private readonly struct AuctionRule : INumberRule
    {
        public long Of(long n)
        {
            ulong bits = Bits(n, 0);
            long last = LastAuction(n);
            return FirstId + (Below((uint)bits, HotAuctionRatio) > 0 ? last / HotUnit * HotUnit : SomeAuction(last, (uint)(bits >> 32)));
        }
    }

    private readonly struct BidderRule : INumberRule
    {
        public long Of(long n)
        {
            ulong bits = Bits(n, 1);
            long last = LastPerson(n);
            return FirstId + (Below((uint)bits, HotBidderRatio) > 0 ? (last / HotUnit * HotUnit) + 1 : SomePerson(last, (uint)(bits >> 32)));
        }
    }

    private readonly struct PriceRule : INumberRule
    {
        public long Of(long n) => Price((uint)Bits(n, 2));
    }
}
