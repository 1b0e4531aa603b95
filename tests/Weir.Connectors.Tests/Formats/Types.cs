using System.Globalization;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Formats;

/// <summary>Types from short texts.</summary>
internal static class Types
{
    public static DataType Parse(string text)
    {
        int at = 0;
        DataType type = Parse(text, ref at);
        Assert.Equal(text.Length, at);
        return type;
    }

    private static DataType Parse(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiLetter(text[at]) || text[at] == '_'))
        {
            at++;
        }

        string name = text[start..at];
        List<int> numbers = [];
        if (at < text.Length && text[at] == '(')
        {
            int close = text.IndexOf(')', at);
            numbers = [.. text[(at + 1)..close].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
            at = close + 1;
        }

        switch (name)
        {
            case "ARRAY":
            case "MULTISET":
                at++;
                DataType element = Parse(text, ref at);
                at++;
                return name == "ARRAY" ? DataType.Array(element) : DataType.Multiset(element);
            case "MAP":
                at++;
                DataType key = Parse(text, ref at);
                at += 2;
                DataType value = Parse(text, ref at);
                at++;
                return DataType.Map(key, value);
            case "ROW":
                List<RowField> fields = [];
                do
                {
                    at++;
                    at += text[at] == ' ' ? 1 : 0;
                    int blank = text.IndexOf(' ', at);
                    string field = text[at..blank];
                    at = blank + 1;
                    fields.Add(new RowField(field, Parse(text, ref at)));
                }
                while (text[at] == ',');
                at++;
                return DataType.Row([.. fields]);
            default:
                return name switch
                {
                    "BOOLEAN" => DataType.Boolean,
                    "TINYINT" => DataType.TinyInt,
                    "SMALLINT" => DataType.SmallInt,
                    "INT" => DataType.Int,
                    "BIGINT" => DataType.BigInt,
                    "FLOAT" => DataType.Float,
                    "DOUBLE" => DataType.Double,
                    "STRING" => DataType.String,
                    "BYTES" => DataType.Bytes,
                    "DATE" => DataType.Date,
                    "TIME" => DataType.Time(numbers.Count > 0 ? numbers[0] : 0),
                    "TIMESTAMP" => DataType.Timestamp(numbers[0]),
                    "TIMESTAMP_LTZ" => DataType.TimestampLtz(numbers[0]),
                    "DECIMAL" => DataType.Decimal(numbers[0], numbers[1]),
                    _ => throw new ArgumentException(text),
                };
        }
    }
}
