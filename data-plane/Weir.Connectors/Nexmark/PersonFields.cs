using Weir.Engine.Batches;
using Weir.Engine.Types;
using static Weir.Connectors.Nexmark.NexmarkEvents;

namespace Weir.Connectors.Nexmark;

/// <summary>The fields of persons.</summary>
internal static class PersonFields
{
    private const int EmailLength = 16;
    private const int CreditCardLength = 19;

    /// <summary>The fields in the order of the benchmark's table.</summary>
    public static IReadOnlyList<NexmarkField> Create(EventClock clock) =>
    [
        NexmarkField.BigInt<IdRule>("id"),
        new("name", DataType.String, FillName),
        new("emailAddress", DataType.String, FillEmail),
        new("creditCard", DataType.String, FillCreditCard),
        new("city", DataType.String, static (column, start, events) => FillChoice((BytesColumn)column, start, events, City)),
        new("state", DataType.String, static (column, start, events) => FillChoice((BytesColumn)column, start, events, State)),
        new("dateTime", DataType.Timestamp(3), clock.Fill),
        new("extra", DataType.String, FillExtra),
    ];

    private static byte[] FirstName(long n) => NexmarkTexts.First[Below((uint)Bits(n, 0), NexmarkTexts.First.Length)];

    private static byte[] LastName(long n) => NexmarkTexts.Last[Below((uint)(Bits(n, 0) >> 32), NexmarkTexts.Last.Length)];

    private static byte[] City(long n) => NexmarkTexts.Cities[Below((uint)Bits(n, 1), NexmarkTexts.Cities.Length)];

    private static byte[] State(long n) => NexmarkTexts.States[Below((uint)(Bits(n, 1) >> 32), NexmarkTexts.States.Length)];

    private static void FillChoice(BytesColumn column, int start, ReadOnlySpan<long> events, Func<long, byte[]> choose)
    {
        for (int k = 0; k < events.Length; k++)
        {
            column.Set(start + k, choose(events[k]));
        }
    }

    private static void FillName(Column column, int start, ReadOnlySpan<long> events)
    {
        BytesColumn name = (BytesColumn)column;
        for (int k = 0; k < events.Length; k++)
        {
            byte[] first = FirstName(events[k]);
            byte[] last = LastName(events[k]);
            Span<byte> to = name.Reserve(first.Length + 1 + last.Length);
            first.CopyTo(to);
            to[first.Length] = (byte)' ';
            last.CopyTo(to[(first.Length + 1)..]);
            name.Commit(start + k, first.Length + 1 + last.Length);
        }
    }

    private static void FillEmail(Column column, int start, ReadOnlySpan<long> events)
    {
        BytesColumn email = (BytesColumn)column;
        for (int k = 0; k < events.Length; k++)
        {
            ulong bits = Bits(events[k], 2);
            Span<byte> to = email.Reserve(EmailLength)[..EmailLength];
            for (int i = 0; i < EmailLength; i++)
            {
                to[i] = (byte)('a' + (int)(bits & 15));
                bits = ulong.RotateRight(bits, 4);
            }

            to[7] = (byte)'@';
            ".com"u8.CopyTo(to[12..]);
            email.Commit(start + k, EmailLength);
        }
    }

    private static void FillCreditCard(Column column, int start, ReadOnlySpan<long> events)
    {
        BytesColumn card = (BytesColumn)column;
        for (int k = 0; k < events.Length; k++)
        {
            ulong bits = Bits(events[k], 3);
            Span<byte> to = card.Reserve(CreditCardLength)[..CreditCardLength];
            for (int i = 0; i < CreditCardLength; i++)
            {
                to[i] = i % 5 == 4 ? (byte)' ' : (byte)('0' + (int)(bits & 7));
                bits = ulong.RotateRight(bits, 3);
            }

            card.Commit(start + k, CreditCardLength);
        }
    }

    private static void FillExtra(Column column, int start, ReadOnlySpan<long> events)
    {
        BytesColumn extra = (BytesColumn)column;
        byte[] letters = NexmarkTexts.LetterPool;
        for (int k = 0; k < events.Length; k++)
        {
            long n = events[k];
            ulong bits = Bits(n, 4);
            int used = 8 + FirstName(n).Length + 1 + LastName(n).Length + EmailLength + CreditCardLength + City(n).Length + 2;
            extra.Set(start + k, NexmarkTexts.Letters(letters, (uint)bits, PadLength(bits, used, PersonBytes)));
        }
    }

    private readonly struct IdRule : INumberRule
    {
        public long Of(long n) => FirstId + LastPerson(n);
    }
}
