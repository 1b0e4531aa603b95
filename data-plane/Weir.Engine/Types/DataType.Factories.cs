namespace Weir.Engine.Types;

public sealed partial class DataType
{
    /// <summary>The type of an untyped NULL.</summary>
    public static DataType Null { get; } = new(TypeRoot.Null, true);

    /// <summary>BOOLEAN.</summary>
    public static DataType Boolean { get; } = new(TypeRoot.Boolean, true);

    /// <summary>TINYINT.</summary>
    public static DataType TinyInt { get; } = new(TypeRoot.TinyInt, true);

    /// <summary>SMALLINT.</summary>
    public static DataType SmallInt { get; } = new(TypeRoot.SmallInt, true);

    /// <summary>INT.</summary>
    public static DataType Int { get; } = new(TypeRoot.Integer, true);

    /// <summary>BIGINT.</summary>
    public static DataType BigInt { get; } = new(TypeRoot.BigInt, true);

    /// <summary>FLOAT.</summary>
    public static DataType Float { get; } = new(TypeRoot.Float, true);

    /// <summary>DOUBLE.</summary>
    public static DataType Double { get; } = new(TypeRoot.Double, true);

    /// <summary>DATE.</summary>
    public static DataType Date { get; } = new(TypeRoot.Date, true);

    /// <summary>STRING, which is VARCHAR of the greatest length.</summary>
    public static DataType String { get; } = new(TypeRoot.VarChar, true, MaxLength);

    /// <summary>BYTES, which is VARBINARY of the greatest length.</summary>
    public static DataType Bytes { get; } = new(TypeRoot.VarBinary, true, MaxLength);

    /// <summary>INTERVAL YEAR TO MONTH, in months.</summary>
    public static DataType IntervalYearMonth { get; } = new(TypeRoot.IntervalYearMonth, true, qualifier: "YEAR TO MONTH");

    /// <summary>INTERVAL DAY TO SECOND, in milliseconds.</summary>
    public static DataType IntervalDayTime { get; } = new(TypeRoot.IntervalDayTime, true, qualifier: "DAY TO SECOND(3)");

    /// <summary>An INTERVAL with the resolution as Flink prints it, e.g. <c>MONTH</c> or <c>SECOND(3)</c>.</summary>
    public static DataType Interval(bool yearMonth, string qualifier) =>
        new(yearMonth ? TypeRoot.IntervalYearMonth : TypeRoot.IntervalDayTime, true, qualifier: qualifier);

    /// <summary>DECIMAL(precision, scale), 1 to 38 digits.</summary>
    public static DataType Decimal(int precision, int scale) =>
        precision is >= 1 and <= MaxDecimalPrecision && scale >= 0 && scale <= precision
            ? new DataType(TypeRoot.Decimal, true, precision, scale)
            : throw new ArgumentOutOfRangeException(nameof(precision), $"DECIMAL({precision}, {scale}): precision must be 1 to 38, scale 0 to precision.");

    /// <summary>CHAR(length), length in code points.</summary>
    public static DataType Char(int length) => new(TypeRoot.Char, true, length);

    /// <summary>VARCHAR(length), length in code points.</summary>
    public static DataType VarChar(int length) => new(TypeRoot.VarChar, true, length);

    /// <summary>BINARY(length), length in bytes.</summary>
    public static DataType Binary(int length) => new(TypeRoot.Binary, true, length);

    /// <summary>VARBINARY(length), length in bytes.</summary>
    public static DataType VarBinary(int length) => new(TypeRoot.VarBinary, true, length);

    /// <summary>TIME(precision), precision 0 to 9 (values are kept to the millisecond, as in Flink).</summary>
    public static DataType Time(int precision = 0) => new(TypeRoot.Time, true, precision);

    /// <summary>TIMESTAMP(precision), precision 0 to 9.</summary>
    public static DataType Timestamp(int precision = 6) => new(TypeRoot.Timestamp, true, precision);

    /// <summary>TIMESTAMP_LTZ(precision), precision 0 to 9.</summary>
    public static DataType TimestampLtz(int precision = 6) => new(TypeRoot.TimestampLtz, true, precision);

    /// <summary>ARRAY of the element type.</summary>
    public static DataType Array(DataType element) => new(TypeRoot.Array, true, children: [element]);

    /// <summary>MULTISET of the element type.</summary>
    public static DataType Multiset(DataType element) => new(TypeRoot.Multiset, true, children: [element]);

    /// <summary>MAP from key to value.</summary>
    public static DataType Map(DataType key, DataType value) => new(TypeRoot.Map, true, children: [key, value]);

    /// <summary>ROW of the fields.</summary>
    public static DataType Row(params RowField[] fields) => new(TypeRoot.Row, true, fields: fields);
}
