namespace Weir.Engine.Types;

/// <summary>How the values of a column are laid out; many SQL types share one layout.</summary>
public enum PhysicalType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>TINYINT.</summary>
    Int8,

    /// <summary>SMALLINT.</summary>
    Int16,

    /// <summary>INT; DATE as days since 1970-01-01; TIME as milliseconds of the day; INTERVAL YEAR TO MONTH as months.</summary>
    Int32,

    /// <summary>BIGINT; TIMESTAMP(0..3) and TIMESTAMP_LTZ(0..3) as milliseconds since 1970-01-01; INTERVAL DAY TO SECOND as milliseconds.</summary>
    Int64,

    /// <summary>FLOAT.</summary>
    Float32,

    /// <summary>DOUBLE.</summary>
    Float64,

    /// <summary>DECIMAL as its unscaled value; TIMESTAMP(4..9) and TIMESTAMP_LTZ(4..9) as nanoseconds since 1970-01-01.</summary>
    Int128,

    /// <summary>CHAR and VARCHAR as UTF-8; BINARY and VARBINARY.</summary>
    Bytes,

    /// <summary>A list of elements.</summary>
    Array,

    /// <summary>MAP, and MULTISET as a map from element to count (INT).</summary>
    Map,

    /// <summary>ROW.</summary>
    Row,
}
