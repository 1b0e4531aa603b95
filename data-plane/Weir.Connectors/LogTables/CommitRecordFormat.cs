using System.Text;
using Weir.Engine.Connectors;

namespace Weir.Connectors.LogTables;

/// <summary>
/// A commit's record as the log keeps it, in the metadata of a producer's last commit. Of positions only those of tables over the log are kept: they tell its tools how far a job has come, and each commit writes them.
/// <code>
/// byte version, int64 checkpoint, string snapshot, int32 count, for each: string table, string connector, string partition, string position
/// </code>
/// </summary>
internal static class CommitRecordFormat
{
    private const byte Version = 1;

    public static byte[] Encode(CommitRecord record)
    {
        MemoryStream buffer = new();
        using BinaryWriter writer = new(buffer, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(record.Checkpoint);
        writer.Write(record.Snapshot);
        SourcePosition[] positions = [.. record.Positions.Where(p => p.Table.Connector.Equals(LogHome.Connector, StringComparison.OrdinalIgnoreCase))];
        writer.Write(positions.Length);
        foreach (SourcePosition position in positions)
        {
            writer.Write(position.Table.Name);
            writer.Write(position.Table.Connector);
            writer.Write(position.Partition);
            writer.Write(position.Position);
        }

        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>The record; a position's table has no more than its name and connector.</summary>
    /// <exception cref="InvalidDataException">That is no record, or one of another version.</exception>
    public static CommitRecord Decode(ReadOnlyMemory<byte> bytes)
    {
        using BinaryReader reader = new(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
        try
        {
            byte version = reader.ReadByte();
            if (version != Version)
            {
                throw new InvalidDataException($"it has the version {version}, this program reads {Version}: was it written by a newer one?");
            }

            long checkpoint = reader.ReadInt64();
            string snapshot = reader.ReadString();
            int count = reader.ReadInt32();
            List<SourcePosition> positions = [];
            for (int i = 0; i < count; i++)
            {
                TableSpec table = new() { Name = reader.ReadString(), Connector = reader.ReadString(), Options = new Dictionary<string, string>(), Columns = [] };
                positions.Add(new SourcePosition(table, reader.ReadString(), reader.ReadString()));
            }

            return new CommitRecord(checkpoint, snapshot) { Positions = positions };
        }
        catch (EndOfStreamException torn)
        {
            throw new InvalidDataException($"it ends after {bytes.Length} bytes", torn);
        }
    }
}
