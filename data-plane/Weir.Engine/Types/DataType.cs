namespace Weir.Engine.Types;

/// <summary>
/// A SQL type with its parameters and nullability. Immutable, compared by value.
/// Source: Flink's LogicalType; the ranges of the parameters are Flink's.
/// </summary>
public sealed partial class DataType : IEquatable<DataType>
{
    /// <summary>The longest CHAR, VARCHAR, BINARY and VARBINARY; VARCHAR of this length is STRING, VARBINARY is BYTES.</summary>
    public const int MaxLength = int.MaxValue;

    /// <summary>The most digits that a DECIMAL has.</summary>
    public const int MaxDecimalPrecision = 38;

    private static readonly DataType[] NoChildren = [];
    private static readonly RowField[] NoFields = [];

    private DataType(TypeRoot root, bool nullable, int precision = 0, int scale = 0, DataType[]? children = null, RowField[]? fields = null, string? qualifier = null)
    {
        Root = root;
        IsNullable = nullable;
        Precision = precision;
        Scale = scale;
        Children = children ?? NoChildren;
        Fields = fields ?? NoFields;
        IntervalQualifier = qualifier;
        Physical = PhysicalOf(root, precision);
    }

    /// <summary>The kind of type.</summary>
    public TypeRoot Root { get; }

    /// <summary>Whether NULL is one of its values.</summary>
    public bool IsNullable { get; }

    /// <summary>DECIMAL: digits. TIME, TIMESTAMP, TIMESTAMP_LTZ: digits of the fraction of a second. CHAR, VARCHAR, BINARY, VARBINARY: length.</summary>
    public int Precision { get; }

    /// <summary>DECIMAL: digits after the point.</summary>
    public int Scale { get; }

    /// <summary>The length of CHAR and VARCHAR (code points), BINARY and VARBINARY (bytes).</summary>
    public int Length => Precision;

    /// <summary>ARRAY and MULTISET: the element. MAP: key and value.</summary>
    public IReadOnlyList<DataType> Children { get; }

    /// <summary>ROW: its fields.</summary>
    public IReadOnlyList<RowField> Fields { get; }

    /// <summary>INTERVAL: its resolution as written in SQL, e.g. <c>SECOND(3)</c> or <c>DAY TO SECOND(3)</c>; null for other types.</summary>
    public string? IntervalQualifier { get; }

    /// <summary>How values are laid out in a column.</summary>
    public PhysicalType Physical { get; }

    /// <summary>ARRAY and MULTISET: the element's type.</summary>
    public DataType Element => Children[0];

    /// <summary>MAP: the key's type.</summary>
    public DataType Key => Children[0];

    /// <summary>MAP: the value's type.</summary>
    public DataType Value => Children[1];

    /// <summary>CHAR or VARCHAR.</summary>
    public bool IsCharacterString => Root is TypeRoot.Char or TypeRoot.VarChar;

    /// <summary>BINARY or VARBINARY.</summary>
    public bool IsBinaryString => Root is TypeRoot.Binary or TypeRoot.VarBinary;

    /// <summary>TINYINT, SMALLINT, INT or BIGINT.</summary>
    public bool IsInteger => Root is TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Integer or TypeRoot.BigInt;

    /// <summary>FLOAT or DOUBLE.</summary>
    public bool IsApproximate => Root is TypeRoot.Float or TypeRoot.Double;

    /// <summary>Integer, DECIMAL, FLOAT or DOUBLE.</summary>
    public bool IsNumeric => IsInteger || IsApproximate || Root == TypeRoot.Decimal;

    /// <summary>TIMESTAMP or TIMESTAMP_LTZ.</summary>
    public bool IsTimestamp => Root is TypeRoot.Timestamp or TypeRoot.TimestampLtz;

    /// <summary>DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ.</summary>
    public bool IsTemporal => IsTimestamp || Root is TypeRoot.Date or TypeRoot.Time;

    /// <summary>One of the two INTERVAL types.</summary>
    public bool IsInterval => Root is TypeRoot.IntervalDayTime or TypeRoot.IntervalYearMonth;

    /// <summary>ARRAY, MAP, MULTISET or ROW.</summary>
    public bool IsNested => Root is TypeRoot.Array or TypeRoot.Map or TypeRoot.Multiset or TypeRoot.Row;

    /// <summary>The same type with the given nullability.</summary>
    public DataType WithNullable(bool nullable) =>
        nullable == IsNullable ? this : new DataType(Root, nullable, Precision, Scale, (DataType[])Children, (RowField[])Fields, IntervalQualifier);

    /// <summary>The same type, nullable.</summary>
    public DataType Nullable() => WithNullable(true);

    /// <summary>The same type, NOT NULL.</summary>
    public DataType NotNull() => WithNullable(false);

    /// <summary>Whether both are the same type when the outermost nullability is left out of account.</summary>
    public bool SameAs(DataType other) => Equals(other.WithNullable(IsNullable));

    /// <inheritdoc/>
    public bool Equals(DataType? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return other is not null && Root == other.Root && IsNullable == other.IsNullable && Precision == other.Precision && Scale == other.Scale && IntervalQualifier == other.IntervalQualifier
            && Children.SequenceEqual(other.Children)
            && Fields.Select(f => (f.Name, f.Type)).SequenceEqual(other.Fields.Select(f => (f.Name, f.Type)));
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DataType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Root, IsNullable, Precision, Scale, Children.Count, Fields.Count);

    private static PhysicalType PhysicalOf(TypeRoot root, int precision) => root switch
    {
        TypeRoot.Boolean or TypeRoot.Null => PhysicalType.Bool,
        TypeRoot.TinyInt => PhysicalType.Int8,
        TypeRoot.SmallInt => PhysicalType.Int16,
        TypeRoot.Integer or TypeRoot.Date or TypeRoot.Time or TypeRoot.IntervalYearMonth => PhysicalType.Int32,
        TypeRoot.BigInt or TypeRoot.IntervalDayTime => PhysicalType.Int64,
        TypeRoot.Timestamp or TypeRoot.TimestampLtz => precision <= 3 ? PhysicalType.Int64 : PhysicalType.Int128,
        TypeRoot.Float => PhysicalType.Float32,
        TypeRoot.Double => PhysicalType.Float64,
        TypeRoot.Decimal => PhysicalType.Int128,
        TypeRoot.Char or TypeRoot.VarChar or TypeRoot.Binary or TypeRoot.VarBinary => PhysicalType.Bytes,
        TypeRoot.Array => PhysicalType.Array,
        TypeRoot.Map or TypeRoot.Multiset => PhysicalType.Map,
        TypeRoot.Row => PhysicalType.Row,
        _ => throw new ArgumentOutOfRangeException(nameof(root)),
    };
}
