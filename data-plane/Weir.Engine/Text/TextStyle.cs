namespace Weir.Engine.Text;

/// <summary>The ways in which Flink writes a value as text.</summary>
public enum TextStyle
{
    /// <summary>What CAST(value AS STRING) gives: <c>TRUE</c>, <c>2026-01-01 00:00:00.000</c>, <c>(a, NULL)</c>.</summary>
    Sql,

    /// <summary>What Row.toString and the print connector give: <c>true</c>, <c>2026-01-01T00:00</c>, <c>+I[a, null]</c>.</summary>
    Row,

    /// <summary>What CAST(value AS STRING) gives where <c>table.exec.legacy-cast-behaviour</c> is enabled: <c>true</c>, <c>2026-01-01 00:00:00.000</c>, <c>(a,null)</c>.</summary>
    LegacySql,
}
