using Weir.Engine.Plans;
using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>Where a savepoint is to be written.</summary>
/// <param name="Store">The store.</param>
/// <param name="Folder">The folder in it, empty or with a <c>/</c> at its end.</param>
public sealed record SavepointTarget(IObjectStore Store, string Folder)
{
    /// <summary>The path of the manifest.</summary>
    public string ManifestPath => Folder + "manifest";
}

/// <summary>Writes what lanes gave as a savepoint of its own: all of its files are in its folder.</summary>
internal static class SavepointWriter
{
    /// <summary>Writes the files, then the manifest, and returns its path. The pieces are given up.</summary>
    public static async Task<string> WriteAsync(JobPlan plan, JobOptions options, SavepointTarget target, IReadOnlyList<LanePiece> pieces, CancellationToken cancellation)
    {
        try
        {
            List<(LanePiece, SnapshotFile?)> files = [];
            foreach (LanePiece piece in pieces)
            {
                files.Add((piece, await piece.UploadAsync(target.Store, $"{target.Folder}lane-{piece.Lane}", cancellation).ConfigureAwait(false)));
            }

            StateChains chains = new();
            chains.Add(files);
            IReadOnlyList<SnapshotFile> needed = chains.Files;
            Dictionary<string, (string, string)> operators = plan.Operators.ToDictionary(o => o.StableId, o => (o.Name, o.Shape), StringComparer.Ordinal);
            SnapshotManifest manifest = new()
            {
                Job = plan.Name,
                Checkpoint = 1,
                IsSavepoint = true,
                Time = options.Clock.GetUtcNow(),
                Run = options.Recovery?.Run ?? string.Empty,
                Origin = options.Recovery?.Origin,
                KeyGroups = options.KeyGroups,
                Lanes = options.Lanes,
                Files = needed,
                Operators = chains.Operators(needed, id => operators.GetValueOrDefault(id, (id, string.Empty))),
            };
            if (!await target.Store.TryCreateAsync(target.ManifestPath, manifest.Encode(), cancellation).ConfigureAwait(false))
            {
                throw new SnapshotException($"{target.Store.Root}/{target.ManifestPath} is there already: a savepoint is written to a folder of its own.");
            }

            return target.ManifestPath;
        }
        finally
        {
            foreach (LanePiece piece in pieces)
            {
                piece.Dispose();
            }
        }
    }
}
