using System.Buffers;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Json;

/// <summary>Constants as texts.</summary>
public static class JsonLiteral
{
    /// <summary>A number or boolean, in the form that <see cref="ColumnValues"/> gives, as Java prints it.</summary>
    public static string Text(object value, DataType type)
    {
        if (value is double or float)
        {
            return JavaDouble.ToText(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture));
        }

        Column column = ColumnFactory.Create(type, 1);
        ColumnValues.Set(column, type, 0, value);
        ArrayBufferWriter<byte> text = new();
        new JsonWriter(type).WriteValue(text, column, 0);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
