namespace Weir.Engine.Types;

/// <summary>The kinds of type of Flink's dialect, parameters left out. Source: Flink's LogicalTypeRoot.</summary>
public enum TypeRoot
{
    Null,
    Boolean,
    TinyInt,
    SmallInt,
    Integer,
    BigInt,
    Float,
    Double,
    Decimal,
    Char,
    VarChar,
    Binary,
    VarBinary,
    Date,
    Time,
    Timestamp,
    TimestampLtz,
    IntervalYearMonth,
    IntervalDayTime,
    Array,
    Map,
    Multiset,
    Row,
}
