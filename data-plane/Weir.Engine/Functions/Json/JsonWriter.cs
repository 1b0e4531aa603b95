using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Json;

/// <summary>
/// Turns values of a type into JSON as Flink's JSON functions do: strings, numbers and booleans as such, bytes in Base64, timestamps in ISO 8601, arrays as arrays, rows and maps as
/// objects with their members in order of name. Make one for each type and task; it keeps scratch memory.
/// </summary>
public sealed class JsonWriter
{
    private readonly DataType _type;
    private readonly JsonWriter[] _children;
    private readonly int[] _order;
    private readonly byte[][] _names;
    private int[] _entries = [];

    /// <summary>A writer for a type that <see cref="WhyNot"/> has nothing against.</summary>
    public JsonWriter(DataType type)
    {
        _type = type;
        _children = type.Root switch
        {
            TypeRoot.Array => [new JsonWriter(type.Element)],
            TypeRoot.Map => [new JsonWriter(type.Value)],
            TypeRoot.Multiset => [new JsonWriter(DataType.Int)],
            TypeRoot.Row => [.. type.Fields.Select(f => new JsonWriter(f.Type))],
            _ => [],
        };
        _names = type.Root == TypeRoot.Row ? [.. type.Fields.Select(f => JsonPath.Utf8(f.Name))] : [];
        _order = new int[_names.Length];
        for (int f = 0; f < _order.Length; f++)
        {
            _order[f] = f;
        }

        Array.Sort(_order, (x, y) => JsonText.CompareAsUtf16(_names[x], _names[y]));
    }

    /// <summary>Why values of the type cannot be turned into JSON; null when they can.</summary>
    public static string? WhyNot(DataType type)
    {
        switch (type.Root)
        {
            case TypeRoot.Date or TypeRoot.Time or TypeRoot.IntervalDayTime or TypeRoot.IntervalYearMonth:
                return $"A value of type {type} cannot be converted into JSON.";
            case TypeRoot.Array:
                return WhyNot(type.Element);
            case TypeRoot.Map or TypeRoot.Multiset:
                return !type.Children[0].IsCharacterString ? $"A value of type {type} cannot be converted into JSON: the keys must be character strings."
                    : type.Root == TypeRoot.Map ? WhyNot(type.Value) : null;
            case TypeRoot.Row:
                return type.Fields.Select(f => WhyNot(f.Type)).FirstOrDefault(reason => reason is not null);
            default:
                return null;
        }
    }

    /// <summary>Writes the value of a row of a column of the type; NULL is written as <c>null</c>.</summary>
    /// <exception cref="EvaluationException">A map has NULL as a key.</exception>
    public void WriteValue(ArrayBufferWriter<byte> output, Column column, int row)
    {
        if (column.IsNull(row))
        {
            output.Write("null"u8);
            return;
        }

        switch (column)
        {
            case FixedColumn<byte> c:
                output.Write(c[row] != 0 ? "true"u8 : "false"u8);
                break;
            case FixedColumn<sbyte> c:
                WriteInteger(output, c[row]);
                break;
            case FixedColumn<short> c:
                WriteInteger(output, c[row]);
                break;
            case FixedColumn<int> c:
                WriteInteger(output, c[row]);
                break;
            case FixedColumn<long> c when _type.IsTimestamp:
                WriteTimestamp(output, (Int128)c[row] * 1_000_000);
                break;
            case FixedColumn<long> c:
                WriteInteger(output, c[row]);
                break;
            case FixedColumn<float> c:
                WriteDouble(output, c[row]);
                break;
            case FixedColumn<double> c:
                WriteDouble(output, c[row]);
                break;
            case FixedColumn<Int128> c when _type.IsTimestamp:
                WriteTimestamp(output, c[row]);
                break;
            case FixedColumn<Int128> c:
                WriteDecimal(output, c[row]);
                break;
            case BytesColumn c when _type.IsCharacterString:
                JsonText.WriteString(output, c[row]);
                break;
            case BytesColumn c:
                WriteBase64(output, c[row]);
                break;
            case ArrayColumn c:
                WriteArray(output, c, row);
                break;
            case MapColumn c:
                WriteMap(output, c, row);
                break;
            case RowColumn c:
                WriteRow(output, c, row);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>Writes the name of a member, with quotes and a colon.</summary>
    public static void WriteName(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name)
    {
        JsonText.WriteString(output, name);
        output.Write(":"u8);
    }

    /// <summary>The order in which Flink writes the members of an object: that of Java's strings.</summary>
    public static int CompareNames(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => JsonText.CompareAsUtf16(left, right);

    private static void WriteInteger(ArrayBufferWriter<byte> output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out int written);
        output.Advance(written);
    }

    // Jackson reads its own tree back with BigDecimal for all that has a point, so a double prints as BigDecimal.valueOf gives it.
    private static void WriteDouble(ArrayBufferWriter<byte> output, double value)
    {
        string text = JavaDouble.ToText(value);
        Span<byte> utf8 = stackalloc byte[text.Length];
        System.Text.Encoding.ASCII.GetBytes(text, utf8);
        if (double.IsFinite(value))
        {
            JsonNumber.Write(output, JsonKind.Decimal, utf8);
        }
        else
        {
            JsonText.WriteString(output, utf8);
        }
    }

    private void WriteDecimal(ArrayBufferWriter<byte> output, Int128 value)
    {
        Span<byte> digits = stackalloc byte[40];
        UInt128 magnitude = value < 0 ? (UInt128)(-value) : (UInt128)value;
        magnitude.TryFormat(digits, out int count, provider: CultureInfo.InvariantCulture);
        JsonNumber.WriteUnscaled(output, value < 0, digits[..count], _type.Scale);
    }

    private static void WriteBase64(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        output.Write("\""u8);
        Base64.EncodeToUtf8(value, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(value.Length) + 1), out _, out int written);
        output.Advance(written);
        output.Write("\""u8);
    }

    private void WriteTimestamp(ArrayBufferWriter<byte> output, Int128 nanos)
    {
        output.Write("\""u8);
        IsoTimestamp.Write(output, nanos);
        output.Write(_type.Root == TypeRoot.TimestampLtz ? "Z\""u8 : "\""u8);
    }

    private void WriteArray(ArrayBufferWriter<byte> output, ArrayColumn column, int row)
    {
        output.Write("["u8);
        for (int e = 0; e < column.Lengths[row]; e++)
        {
            output.Write(e > 0 ? ","u8 : ""u8);
            _children[0].WriteValue(output, column.Elements, column.Starts[row] + e);
        }

        output.Write("]"u8);
    }

    private void WriteRow(ArrayBufferWriter<byte> output, RowColumn column, int row)
    {
        output.Write("{"u8);
        for (int f = 0; f < _order.Length; f++)
        {
            output.Write(f > 0 ? ","u8 : ""u8);
            WriteName(output, _names[_order[f]]);
            _children[_order[f]].WriteValue(output, column.Fields[_order[f]], row);
        }

        output.Write("}"u8);
    }

    private void WriteMap(ArrayBufferWriter<byte> output, MapColumn column, int row)
    {
        int length = column.Lengths[row];
        if (_entries.Length < length)
        {
            _entries = new int[Math.Max(length, 16)];
        }

        BytesColumn keys = (BytesColumn)column.Keys;
        for (int e = 0; e < length; e++)
        {
            _entries[e] = column.Starts[row] + e;
            if (keys.IsNull(_entries[e]))
            {
                throw new EvaluationException("A map with NULL as a key cannot be converted to JSON.");
            }
        }

        // A map within a map uses the child's own memory, so ours stays as it is while we write.
        _entries.AsSpan(0, length).Sort(new KeyOrder(keys));
        output.Write("{"u8);
        for (int e = 0; e < length; e++)
        {
            output.Write(e > 0 ? ","u8 : ""u8);
            WriteName(output, keys[_entries[e]]);
            _children[0].WriteValue(output, column.Values, _entries[e]);
        }

        output.Write("}"u8);
    }

    private readonly struct KeyOrder(BytesColumn keys) : IComparer<int>
    {
        public int Compare(int x, int y) => JsonText.CompareAsUtf16(keys[x], keys[y]);
    }
}
