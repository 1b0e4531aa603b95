namespace Weir.Engine.Types;

/// <summary>A named field of a ROW type or of a table's schema.</summary>
public sealed record RowField(string Name, DataType Type, string? Description = null);
