using Weir.Engine.Batches;
using Weir.Engine.Types;
using static Weir.Connectors.Nexmark.NexmarkEvents;

namespace Weir.Connectors.Nexmark;

/// <summary>The fields of auctions.</summary>
internal static class AuctionFields
{
    /// <summary>The fields in the order of the benchmark's table.</summary>
    public static IReadOnlyList<NexmarkField> Create(EventClock clock) =>
    [
        NexmarkField.BigInt<IdRule>("id"),
        new("itemName", DataType.String, static (column, start, events) => FillLetters((BytesColumn)column, start, events, 20, 32, 17)),
        new("description", DataType.String, static (column, start, events) => FillLetters((BytesColumn)column, start, events, 34, 40, 97)),
        NexmarkField.BigInt<InitialBidRule>("initialBid"),
        NexmarkField.BigInt<ReserveRule>("reserve"),
        new("dateTime", DataType.Timestamp(3), clock.Fill),
        new("expires", DataType.Timestamp(3), (column, start, events) => FillExpires(column, start, events, clock)),
        NexmarkField.BigInt<SellerRule>("seller"),
        NexmarkField.BigInt<CategoryRule>("category"),
        new("extra", DataType.String, FillExtra),
    ];

    private static int LettersLength(ulong bits, int shift, int spread) => 3 + (int)((((bits >> shift) & 255) * (uint)spread) >> 8);

    private static void FillLetters(BytesColumn column, int start, ReadOnlySpan<long> events, int placeShift, int lengthShift, int spread)
    {
        byte[] letters = NexmarkTexts.LetterPool;
        for (int k = 0; k < events.Length; k++)
        {
            ulong bits = Bits(events[k], 1);
            column.Set(start + k, NexmarkTexts.Letters(letters, (uint)(bits >> placeShift), LettersLength(bits, lengthShift, spread)));
        }
    }

    private static void FillExtra(Column column, int start, ReadOnlySpan<long> events)
    {
        BytesColumn extra = (BytesColumn)column;
        byte[] letters = NexmarkTexts.LetterPool;
        for (int k = 0; k < events.Length; k++)
        {
            ulong text = Bits(events[k], 1);
            ulong bits = Bits(events[k], 4);
            int used = 48 + LettersLength(text, 32, 17) + LettersLength(text, 40, 97);
            extra.Set(start + k, NexmarkTexts.Letters(letters, (uint)bits, PadLength(bits, used, AuctionBytes)));
        }
    }

    /// <summary>An auction is open for about as long as 100 auctions take to come, so that as many are open at once.</summary>
    private static void FillExpires(Column column, int start, ReadOnlySpan<long> events, EventClock clock)
    {
        int longest = (int)Math.Max(2 * (1_666_000 / clock.Rate), 1);
        for (int k = 0; k < events.Length; k++)
        {
            long expires = clock.At(events[k]) + 1 + Below((uint)Bits(events[k], 2), longest);
            if (column is FixedColumn<long> millis)
            {
                millis[start + k] = expires;
            }
            else
            {
                ((FixedColumn<Int128>)column)[start + k] = (Int128)expires * 1_000_000;
            }
        }
    }

    private readonly struct IdRule : INumberRule
    {
        public long Of(long n) => FirstId + LastAuction(n);
    }

    private readonly struct InitialBidRule : INumberRule
    {
        public long Of(long n) => Price((uint)Bits(n, 3));
    }

    private readonly struct ReserveRule : INumberRule
    {
        public long Of(long n)
        {
            ulong bits = Bits(n, 3);
            return Price((uint)bits) + Price((uint)(bits >> 32));
        }
    }

    private readonly struct SellerRule : INumberRule
    {
        public long Of(long n)
        {
            ulong bits = Bits(n, 0);
            long last = LastPerson(n);
            return FirstId + (Below((uint)bits, HotSellerRatio) > 0 ? last / HotUnit * HotUnit : SomePerson(last, (uint)(bits >> 32)));
        }
    }

    private readonly struct CategoryRule : INumberRule
    {
        public long Of(long n) => FirstCategory + Below((uint)Bits(n, 1), Categories);
    }
}
