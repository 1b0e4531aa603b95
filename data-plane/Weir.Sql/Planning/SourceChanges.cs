using Weir.Engine.Connectors;

namespace Weir.Sql.Planning;

/// <summary>What is known of the changes that a table's source gives.</summary>
/// <param name="Mode">The kinds of row.</param>
/// <param name="KeyOnlyDeletes">Whether a -D may carry no more than the key.</param>
/// <param name="Key">Positions of the primary key among the scan's columns; none without one.</param>
/// <param name="MayRepeat">Whether the source may give a change again (table.exec.source.cdc-events-duplicate), so that only a row kept by key tells what is new.</param>
internal sealed record SourceChanges(ChangelogMode Mode, bool KeyOnlyDeletes, IReadOnlyList<int> Key, bool MayRepeat)
{
    /// <summary>Whether rows replace each other by key, without the row as it was.</summary>
    public bool IsUpsert => Mode.HasFlag(ChangelogMode.UpdateAfter) && !Mode.HasFlag(ChangelogMode.UpdateBefore);

    /// <summary>Whether a complete changelog takes keeping the last row of each key.</summary>
    public bool IsNormalized => Key.Count > 0 && (IsUpsert || (MayRepeat && Mode != ChangelogMode.InsertOnly));
}
