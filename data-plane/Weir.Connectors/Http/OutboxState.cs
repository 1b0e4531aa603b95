using System.Text;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Http;

/// <summary>
/// What a snapshot keeps of a lane's messages.
/// <code>
/// version (1 byte) | slots: number of the slot, number of its next message (8) | messages: number (8), id, length, body
/// </code>
/// Texts, counts and lengths as <see cref="BinaryWriter"/> writes them.
/// </summary>
internal sealed record OutboxState
{
    private const byte Version = 1;

    /// <summary>For the lane's own slot, and for those of lanes that are no more, the number of the next message: no number is given twice, also when there are more lanes again.</summary>
    public required IReadOnlyDictionary<int, long> Next { get; init; }

    /// <summary>The messages that have not been delivered, in their order.</summary>
    public required IReadOnlyCollection<HttpMessage> Messages { get; init; }

    /// <summary>Reads what <see cref="Encode"/> wrote; of a sink that kept nothing there is nothing.</summary>
    /// <exception cref="ConnectorException">It is of a later version, or no such thing.</exception>
    public static OutboxState Decode(string table, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return new OutboxState { Next = new Dictionary<int, long>(), Messages = [] };
        }

        try
        {
            using BinaryReader from = new(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
            byte version = from.ReadByte();
            return version == Version
                ? new OutboxState { Next = ReadNext(from), Messages = ReadMessages(from) }
                : throw new ConnectorException($"Table '{table}': what the snapshot keeps of its messages has version {version}, and this Weir reads version {Version}. Start the job with the Weir that made the snapshot, or a later one.");
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            throw new ConnectorException($"Table '{table}': what the snapshot keeps of its messages cannot be read: {e.Message}", e);
        }
    }

    public byte[] Encode()
    {
        using MemoryStream bytes = new();
        using BinaryWriter to = new(bytes, Encoding.UTF8);
        to.Write(Version);
        to.Write7BitEncodedInt(Next.Count);
        foreach ((int slot, long next) in Next)
        {
            to.Write7BitEncodedInt(slot);
            to.Write(next);
        }

        to.Write7BitEncodedInt(Messages.Count);
        foreach (HttpMessage message in Messages)
        {
            to.Write(message.Number);
            to.Write(message.Id);
            to.Write7BitEncodedInt(message.Body.Length);
            to.Write(message.Body);
        }

        to.Flush();
        return bytes.ToArray();
    }

    private static Dictionary<int, long> ReadNext(BinaryReader from)
    {
        Dictionary<int, long> next = [];
        for (int left = from.Read7BitEncodedInt(); left > 0; left--)
        {
            next.Add(from.Read7BitEncodedInt(), from.ReadInt64());
        }

        return next;
    }

    private static List<HttpMessage> ReadMessages(BinaryReader from)
    {
        List<HttpMessage> messages = [];
        for (int left = from.Read7BitEncodedInt(); left > 0; left--)
        {
            (long number, string id, int length) = (from.ReadInt64(), from.ReadString(), from.Read7BitEncodedInt());
            byte[] body = from.ReadBytes(length);
            messages.Add(body.Length == length ? new HttpMessage(number, id, body) : throw new EndOfStreamException());
        }

        return messages;
    }
}
