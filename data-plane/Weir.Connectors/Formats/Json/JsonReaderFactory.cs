using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Json;

/// <summary>Makes the readers of types.</summary>
internal static class JsonReaderFactory
{
    public static JsonValueReader Create(DataType type, JsonOptions options)
    {
        bool ignore = options.IgnoreParseErrors;
        return type.Root switch
        {
            TypeRoot.Null => new JsonNullReader { IgnoreErrors = ignore },
            TypeRoot.Boolean => new JsonBooleanReader { IgnoreErrors = ignore },
            TypeRoot.TinyInt => new JsonIntegerReader<sbyte>(sbyte.MinValue, sbyte.MaxValue, "a TINYINT", truncates: false) { IgnoreErrors = ignore },
            TypeRoot.SmallInt => new JsonIntegerReader<short>(short.MinValue, short.MaxValue, "a SMALLINT", truncates: false) { IgnoreErrors = ignore },
            TypeRoot.Integer or TypeRoot.IntervalYearMonth => new JsonIntegerReader<int>(int.MinValue, int.MaxValue, $"a value of type {type.Nullable()}", truncates: true) { IgnoreErrors = ignore },
            TypeRoot.BigInt or TypeRoot.IntervalDayTime => new JsonIntegerReader<long>(long.MinValue, long.MaxValue, $"a value of type {type.Nullable()}", truncates: true) { IgnoreErrors = ignore },
            TypeRoot.Float => new JsonFloatReader { IgnoreErrors = ignore },
            TypeRoot.Double => new JsonDoubleReader { IgnoreErrors = ignore },
            TypeRoot.Decimal => new JsonDecimalReader(type) { IgnoreErrors = ignore },
            TypeRoot.Char or TypeRoot.VarChar => new JsonStringReader { IgnoreErrors = ignore },
            TypeRoot.Binary or TypeRoot.VarBinary => new JsonBytesReader { IgnoreErrors = ignore },
            TypeRoot.Date => new JsonDateReader { IgnoreErrors = ignore },
            TypeRoot.Time => new JsonTimeReader { IgnoreErrors = ignore },
            TypeRoot.Timestamp or TypeRoot.TimestampLtz => new JsonTimestampReader(type, options.IsoTimestamps) { IgnoreErrors = ignore },
            TypeRoot.Array => new JsonArrayReader(Create(type.Element, options)) { IgnoreErrors = ignore },
            TypeRoot.Map => new JsonMapReader(Create(type.Value, options)) { IgnoreErrors = ignore },
            TypeRoot.Multiset => new JsonMapReader(Create(DataType.Int, options)) { IgnoreErrors = ignore },
            _ => new JsonRowReader([.. type.Fields.Select((f, i) => new FormatField(f.Name, f.Type, i))], options) { IgnoreErrors = ignore },
        };
    }
}
