using System.Globalization;
using System.Text;
using Weir.Cli.Testing.Format;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Cli.Testing.Values;

/// <summary>Makes of a value of a case file the value of a column, in the form that <see cref="Engine.Batches.ColumnValues"/> takes.</summary>
internal static class InputValue
{
    /// <summary>The value for a column of the type.</summary>
    /// <exception cref="CaseException">It is none of that type.</exception>
    public static object? Convert(object? value, DataType type, TimeZoneInfo zone, string where)
    {
        if (value is null)
        {
            return null;
        }

        return type.Root switch
        {
            TypeRoot.Array => List(value, type, where).Select((e, i) => Convert(e, type.Element, zone, $"{where}[{i}]")).ToArray(),
            TypeRoot.Row => Row(value, type, zone, where),
            TypeRoot.Map => Entries(value, type, type.Value, zone, where),
            TypeRoot.Multiset => Entries(value, type, DataType.Int.NotNull(), zone, where),
            _ => Scalar(Text(value, type, where), type, zone) ?? throw Wrong(value, type, where),
        };
    }

    private static object? Scalar(string text, DataType type, TimeZoneInfo zone)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        switch (type.Root)
        {
            case TypeRoot.Boolean:
                return text switch { "true" => true, "false" => false, _ => null };
            case TypeRoot.TinyInt:
                return sbyte.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out sbyte tiny) ? tiny : null;
            case TypeRoot.SmallInt:
                return short.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out short small) ? small : null;
            case TypeRoot.Integer or TypeRoot.IntervalYearMonth:
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
            case TypeRoot.BigInt or TypeRoot.IntervalDayTime:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long big) ? big : null;
            case TypeRoot.Float:
                return NumberParser.TryParseFloat(utf8, out float real) ? real : null;
            case TypeRoot.Double:
                return NumberParser.TryParseDouble(utf8, out double approximate) ? approximate : null;
            case TypeRoot.Decimal:
                return NumberParser.TryParseDecimal(utf8, type.Precision, type.Scale, out Int128 unscaled, out _) ? unscaled : null;
            case TypeRoot.Char or TypeRoot.VarChar:
                return text;
            case TypeRoot.Binary or TypeRoot.VarBinary:
                return Bytes(text);
            case TypeRoot.Date:
                return TemporalParser.TryParseDate(utf8, out int days) ? days : null;
            case TypeRoot.Time: // a source gives the digits that it has, as in Flink; only a CAST cuts them
                return TemporalParser.TryParseTime(utf8, 3, out int timeMs) ? timeMs : null;
            case TypeRoot.Timestamp:
                return TemporalParser.TryParseTimestamp(utf8, type.Precision, out Int128 local) ? Timestamp(local, type) : null;
            case TypeRoot.TimestampLtz when text.EndsWith('Z'):
                return TemporalParser.TryParseTimestamp(utf8.AsSpan(0, utf8.Length - 1), type.Precision, out Int128 utc) ? Timestamp(utc, type) : null;
            case TypeRoot.TimestampLtz:
                return TemporalParser.TryParseTimestampLtz(utf8, type.Precision, zone, out Int128 instant) ? Timestamp(instant, type) : null;
            default:
                return null;
        }
    }

    private static object Timestamp(Int128 nanos, DataType type) => type.Precision <= 3 ? (object)ZoneTime.FloorMs(nanos) : nanos;

    private static byte[]? Bytes(string text)
    {
        if (!text.StartsWith("0x", StringComparison.Ordinal) || text.Length % 2 != 0)
        {
            return null;
        }

        byte[] bytes = new byte[(text.Length / 2) - 1];
        return System.Convert.FromHexString(text.AsSpan(2), bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == bytes.Length ? bytes : null;
    }

    private static object?[] Row(object value, DataType type, TimeZoneInfo zone, string where)
    {
        IReadOnlyList<object?> fields = List(value, type, where);
        return fields.Count == type.Fields.Count
            ? [.. type.Fields.Select((f, i) => Convert(fields[i], f.Type, zone, $"{where}.{f.Name}"))]
            : throw new CaseException($"{where}: {type} has {type.Fields.Count} fields, the list {fields.Count} values");
    }

    private static KeyValuePair<object?, object?>[] Entries(object value, DataType type, DataType valueType, TimeZoneInfo zone, string where) =>
    [
        .. List(value, type, where).Select((e, i) => e is List<object?> { Count: 2 } pair
            ? KeyValuePair.Create(Convert(pair[0], type.Children[0], zone, $"{where}[{i}]"), Convert(pair[1], valueType, zone, $"{where}[{i}]"))
            : throw new CaseException($"{where}[{i}]: an entry of {type} is a list of two, [key, value]")),
    ];

    private static List<object?> List(object value, DataType type, string where) =>
        value as List<object?> ?? throw new CaseException($"{where}: a value of {type} is a list, not '{value}'");

    private static string Text(object value, DataType type, string where) => value switch
    {
        string text => text,
        CaseNumber number => number.Text,
        bool flag => flag ? "true" : "false",
        _ => throw Wrong("a list or mapping", type, where),
    };

    private static CaseException Wrong(object value, DataType type, string where) => new($"{where}: '{value}' is no value of {type}{Form(type)}");

    private static string Form(DataType type) => type.Root switch
    {
        TypeRoot.Timestamp => "; write e.g. \"2026-01-01 00:00:01.123\"",
        TypeRoot.TimestampLtz => "; write e.g. \"2026-01-01 00:00:01.123Z\"",
        TypeRoot.Binary or TypeRoot.VarBinary => "; write e.g. \"0x0aff\"",
        TypeRoot.IntervalDayTime => "; write milliseconds",
        TypeRoot.IntervalYearMonth => "; write months",
        _ => string.Empty,
    };
}
