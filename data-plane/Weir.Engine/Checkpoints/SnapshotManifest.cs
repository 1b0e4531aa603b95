using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Engine.Checkpoints;

/// <summary>
/// What a snapshot is made of: written last, so that a snapshot with a manifest is whole. Stored as one line <c>weir-snapshot FORMAT CRC-32C-of-the-rest</c>, then JSON.
/// </summary>
public sealed record SnapshotManifest
{
    /// <summary>The format that is written.</summary>
    public const int CurrentFormat = 1;

    private const string Header = "weir-snapshot";

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>The checkpoint's number; a savepoint has the number of the checkpoint that would have come next.</summary>
    public required long Checkpoint { get; init; }

    /// <summary>Whether it is a savepoint: all of the state in this folder, nothing on its way between operators, so that it can be restored with any number of lanes.</summary>
    public required bool IsSavepoint { get; init; }

    /// <summary>When the lanes stood.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Which run of the job wrote it.</summary>
    public required string Run { get; init; }

    /// <summary>The savepoint that the job began from: a start that names the same one goes on from here, one that names another begins from that. Null when there was none.</summary>
    public string? Origin { get; init; }

    /// <summary>How many key groups the job has.</summary>
    public required int KeyGroups { get; init; }

    /// <summary>How many lanes wrote it.</summary>
    public required int Lanes { get; init; }

    /// <summary>The files that hold state, those of earlier checkpoints that are still needed among them.</summary>
    public required IReadOnlyList<SnapshotFile> Files { get; init; }

    /// <summary>The operators.</summary>
    public required IReadOnlyList<SavedOperator> Operators { get; init; }

    /// <summary>The manifest as it is stored.</summary>
    public byte[] Encode()
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(this, SnapshotJson.Default.SnapshotManifest);
        return [.. Encoding.ASCII.GetBytes(FormattableString.Invariant($"{Header} {CurrentFormat} {Crc32C.Of(json):x8}\n")), .. json];
    }

    /// <summary>Reads a stored manifest.</summary>
    /// <exception cref="SnapshotException">It is not one, is damaged, or is of a newer format.</exception>
    public static SnapshotManifest Decode(ReadOnlySpan<byte> stored, string path)
    {
        int end = stored.IndexOf((byte)'\n');
        string[] header = end < 0 || end > 100 ? [] : Encoding.ASCII.GetString(stored[..end]).Split(' ');
        if (header.Length != 3 || header[0] != Header || !int.TryParse(header[1], out int format) || format < 1)
        {
            throw new SnapshotException($"{path} is not the manifest of a snapshot.");
        }

        if (format > CurrentFormat)
        {
            throw new SnapshotException($"{path} is of format {format}, which is newer than this version of Weir reads ({CurrentFormat}): use the version that wrote it, or a newer one.");
        }

        ReadOnlySpan<byte> json = stored[(end + 1)..];
        if (header[2] != Crc32C.Of(json).ToString("x8", System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new SnapshotException($"{path} does not verify: its content is not what was written. Restore an older snapshot.");
        }

        try
        {
            return JsonSerializer.Deserialize(json, SnapshotJson.Default.SnapshotManifest) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new SnapshotException($"{path} cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>A file of a snapshot.</summary>
/// <param name="Path">Its path in the job's storage, or in the savepoint's folder.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Checksum">CRC-32C of its content.</param>
public sealed record SnapshotFile(string Path, long Length, uint Checksum);

/// <summary>What a snapshot has of one operator.</summary>
/// <param name="Id">The operator's stable id.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Shape">What its state is made of, to tell whether a changed operator can take it over.</param>
/// <param name="States">The states of all lanes.</param>
public sealed record SavedOperator(string Id, string Name, string Shape, IReadOnlyList<SavedState> States);

/// <summary>One state of an operator on one lane.</summary>
/// <param name="Name">The state's name.</param>
/// <param name="Lane">The lane.</param>
/// <param name="Blocks">What was written of it, in order: the first is whole, later ones say what changed.</param>
public sealed record SavedState(string Name, int Lane, IReadOnlyList<SavedBlock> Blocks);

/// <summary>Where a block is.</summary>
/// <param name="File">The position of its file in <see cref="SnapshotManifest.Files"/>.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Entries">How many entries.</param>
public sealed record SavedBlock(int File, long Offset, long Length, long Entries);

/// <summary>A snapshot cannot be read or restored; the message says why and what can be done.</summary>
public sealed class SnapshotException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again leads to the same: a snapshot that is damaged, or does not suit the job.</summary>
    public bool IsFinal { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SnapshotManifest))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
