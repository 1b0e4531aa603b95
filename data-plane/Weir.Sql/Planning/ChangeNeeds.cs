namespace Weir.Sql.Planning;

/// <summary>What whoever reads a relation needs of its changes beyond what has come after them.</summary>
/// <param name="UpdateBefore">The row as it was before an update (-U).</param>
/// <param name="FullDeletes">The whole row with a -D, not just its key.</param>
internal readonly record struct ChangeNeeds(bool UpdateBefore, bool FullDeletes);
