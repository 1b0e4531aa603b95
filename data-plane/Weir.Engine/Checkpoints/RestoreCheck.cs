using Weir.Engine.Plans;

namespace Weir.Engine.Checkpoints;

/// <summary>Whether a plan can go on from a snapshot: nothing that was kept may be lost or read as something else unless that is asked for by name.</summary>
internal static class RestoreCheck
{
    /// <exception cref="SnapshotException">It cannot; all reasons are told.</exception>
    public static void Check(Snapshot snapshot, JobPlan plan, JobOptions options)
    {
        SnapshotManifest manifest = snapshot.Manifest;
        List<string> reasons = [];
        if (manifest.KeyGroups != options.KeyGroups)
        {
            reasons.Add($"It has {manifest.KeyGroups} key groups and the job {options.KeyGroups}: set pipeline.max-parallelism to {manifest.KeyGroups}.");
        }

        if (!manifest.IsSavepoint && manifest.Lanes != options.Lanes)
        {
            reasons.Add($"It is a checkpoint of {manifest.Lanes} lanes and the job has {options.Lanes}: a checkpoint is gone on from with the same lanes; make a savepoint to change them.");
        }

        Dictionary<string, PlanOperator> operators = plan.Operators.ToDictionary(o => o.StableId, StringComparer.Ordinal);
        foreach (SavedOperator saved in manifest.Operators.Where(o => !options.AllowedLosses.Contains(o.Id)))
        {
            if (!operators.TryGetValue(saved.Id, out PlanOperator? op))
            {
                if (HoldsMore(saved))
                {
                    reasons.Add($"It has state of {saved.Name} ({saved.Id}), which the job has no more: restore with the text that wrote it, or allow the loss of '{saved.Id}'.");
                }
            }
            else if (saved.Shape != op.Shape)
            {
                reasons.Add($"The state of {saved.Name} ({saved.Id}) is of {Text(saved.Shape)}, and the job's is of {Text(op.Shape)}: restore with the text that wrote it, or allow the loss of '{saved.Id}' to begin it anew.");
            }
        }

        if (reasons.Count > 0)
        {
            throw new SnapshotException($"The job cannot go on from {snapshot.Address}. {string.Join(" ", reasons)}");
        }
    }

    /// <summary>Whether there is more than how far time has come in the operator's stage.</summary>
    private static bool HoldsMore(SavedOperator saved) => saved.States.Any(s => s.Name != Runtime.StageTask.TimeState && s.Blocks.Count > 0);

    private static string Text(string shape) => shape.Length == 0 ? "no shape" : $"[{shape}]";
}
