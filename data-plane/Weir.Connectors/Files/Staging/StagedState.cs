using System.Text;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Files.Staging;

/// <summary>
/// What a snapshot keeps of a lane's files.
/// <code>
/// version (1 byte) | root | owner | closed files | files in progress        of each file: hidden path | path | length (8)
/// </code>
/// Texts and counts as <see cref="BinaryWriter"/> writes them.
/// </summary>
internal sealed record StagedState
{
    private const byte Version = 1;

    /// <summary>The table's folder.</summary>
    public required string Root { get; init; }

    /// <summary><see cref="StagedNames.Owner"/>.</summary>
    public required string Owner { get; init; }

    /// <summary>Files that are whole, and visible once the checkpoint is committed.</summary>
    public required IReadOnlyList<StagedFile> Closed { get; init; }

    /// <summary>Files that went on being written after the checkpoint.</summary>
    public required IReadOnlyList<StagedFile> InProgress { get; init; }

    /// <summary>Reads what <see cref="Encode"/> wrote; of a sink that kept nothing there is nothing.</summary>
    /// <exception cref="ConnectorException">It is of a later version, or no such thing.</exception>
    public static StagedState Decode(string table, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return new StagedState { Root = string.Empty, Owner = string.Empty, Closed = [], InProgress = [] };
        }

        try
        {
            using BinaryReader from = new(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
            byte version = from.ReadByte();
            return version == Version
                ? new StagedState { Root = from.ReadString(), Owner = from.ReadString(), Closed = ReadFiles(from), InProgress = ReadFiles(from) }
                : throw new ConnectorException($"Table '{table}': what the snapshot keeps of its files has version {version}, and this Weir reads version {Version}. Start the job with the Weir that made the snapshot, or a later one.");
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw new ConnectorException($"Table '{table}': what the snapshot keeps of its files cannot be read: {e.Message}", e);
        }
    }

    public byte[] Encode()
    {
        using MemoryStream bytes = new();
        using BinaryWriter to = new(bytes, Encoding.UTF8);
        to.Write(Version);
        to.Write(Root);
        to.Write(Owner);
        WriteFiles(to, Closed);
        WriteFiles(to, InProgress);
        to.Flush();
        return bytes.ToArray();
    }

    private static void WriteFiles(BinaryWriter to, IReadOnlyList<StagedFile> files)
    {
        to.Write7BitEncodedInt(files.Count);
        foreach (StagedFile file in files)
        {
            to.Write(file.HiddenPath);
            to.Write(file.Path);
            to.Write(file.Length);
        }
    }

    private static List<StagedFile> ReadFiles(BinaryReader from)
    {
        List<StagedFile> files = [];
        for (int left = from.Read7BitEncodedInt(); left > 0; left--)
        {
            files.Add(new StagedFile(from.ReadString(), from.ReadString(), from.ReadInt64()));
        }

        return files;
    }
}
