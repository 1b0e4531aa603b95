using Weir.Engine.Batches;

namespace Weir.Engine.Connectors;

/// <summary>The kinds of row that a changelog may hold.</summary>
[Flags]
public enum ChangelogMode
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>+I.</summary>
    Insert = 1,

    /// <summary>-U.</summary>
    UpdateBefore = 2,

    /// <summary>+U.</summary>
    UpdateAfter = 4,

    /// <summary>-D.</summary>
    Delete = 8,

    /// <summary>Only +I.</summary>
    InsertOnly = Insert,

    /// <summary>+I, +U, -D: rows of a key replace each other.</summary>
    Upsert = Insert | UpdateAfter | Delete,

    /// <summary>All kinds.</summary>
    All = Insert | UpdateBefore | UpdateAfter | Delete,
}

/// <summary>What a <see cref="ChangelogMode"/> means.</summary>
public static class ChangelogModes
{
    /// <summary>Whether rows of the kind may be there.</summary>
    public static bool Has(this ChangelogMode mode, RowKind kind) => ((int)mode & (1 << (int)kind)) != 0;

    /// <summary>The mode as Flink's EXPLAIN CHANGELOG_MODE prints it, e.g. <c>[I,UB,UA,D]</c>.</summary>
    public static string Text(this ChangelogMode mode)
    {
        List<string> parts = [];
        foreach ((ChangelogMode flag, string text) in s_parts)
        {
            if (mode.HasFlag(flag))
            {
                parts.Add(text);
            }
        }

        return $"[{string.Join(',', parts)}]";
    }

    private static readonly (ChangelogMode Flag, string Text)[] s_parts =
        [(ChangelogMode.Insert, "I"), (ChangelogMode.UpdateBefore, "UB"), (ChangelogMode.UpdateAfter, "UA"), (ChangelogMode.Delete, "D")];
}
