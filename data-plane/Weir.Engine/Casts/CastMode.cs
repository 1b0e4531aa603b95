namespace Weir.Engine.Casts;

/// <summary>What becomes of a value that cannot be cast.</summary>
public enum CastMode
{
    /// <summary>CAST: an <see cref="Expressions.EvaluationException"/>.</summary>
    Strict,

    /// <summary>TRY_CAST: NULL.</summary>
    Try,

    /// <summary>CAST with <c>table.exec.legacy-cast-behaviour</c> enabled: NULL; besides, nothing is padded or cut to the length of CHAR(n), VARCHAR(n), BINARY(n) and VARBINARY(n), text has the old style, and an INT may be a DATE, as its days.</summary>
    Legacy,
}
