using Weir.Engine.Types;

namespace Weir.Sql.Functions;

/// <summary>
/// What one parameter of a function takes: <paramref name="Accept"/> gives the type that the argument is to have (the binder casts to it when they differ), or null when it
/// is not taken. NULL literals are taken by every parameter.
/// </summary>
public sealed record Parameter(string Text, Func<DataType, DataType?> Accept)
{
    /// <summary>Anything, as it is.</summary>
    public static Parameter Any { get; } = new("ANY", t => t);

    /// <summary>BOOLEAN.</summary>
    public static Parameter Boolean { get; } = new("BOOLEAN", t => t.Root == TypeRoot.Boolean ? t : null);

    /// <summary>CHAR or VARCHAR, as it is.</summary>
    public static Parameter String { get; } = new("STRING", t => t.IsCharacterString ? t : null);

    /// <summary>BINARY or VARBINARY, as it is.</summary>
    public static Parameter Binary { get; } = new("BYTES", t => t.IsBinaryString ? t : null);

    /// <summary>CHAR, VARCHAR, BINARY or VARBINARY, as it is.</summary>
    public static Parameter TextOrBinary { get; } = new("STRING | BYTES", t => t.IsCharacterString || t.IsBinaryString ? t : null);

    /// <summary>TINYINT, SMALLINT or INT; becomes INT.</summary>
    public static Parameter Int { get; } = new("INT", t => t.Root is TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Integer ? DataType.Int : null);

    /// <summary>Any integer type; becomes BIGINT.</summary>
    public static Parameter BigInt { get; } = new("BIGINT", t => t.IsInteger ? DataType.BigInt : null);

    /// <summary>Any integer type, as it is.</summary>
    public static Parameter Integer { get; } = new("INTEGER NUMERIC", t => t.IsInteger ? t : null);

    /// <summary>Any numeric type, as it is.</summary>
    public static Parameter Numeric { get; } = new("NUMERIC", t => t.IsNumeric ? t : null);

    /// <summary>Any numeric type; becomes DOUBLE.</summary>
    public static Parameter Double { get; } = new("DOUBLE", t => t.IsNumeric ? DataType.Double : null);

    /// <summary>DATE, as it is.</summary>
    public static Parameter Date { get; } = new("DATE", t => t.Root == TypeRoot.Date ? t : null);

    /// <summary>TIMESTAMP or TIMESTAMP_LTZ, as it is.</summary>
    public static Parameter Timestamp { get; } = new("TIMESTAMP", t => t.IsTimestamp ? t : null);

    /// <summary>ARRAY, as it is.</summary>
    public static Parameter Array { get; } = new("ARRAY", t => t.Root == TypeRoot.Array ? t : null);

    /// <summary>MAP, as it is.</summary>
    public static Parameter Map { get; } = new("MAP", t => t.Root == TypeRoot.Map ? t : null);
}
