using Weir.Engine.Types;

namespace Weir.Engine.Tests.Casts;

/// <summary>Reads the types of the golden file, written as in SQL.</summary>
internal sealed class TypeReader
{
    private readonly string _text;
    private int _at;

    private TypeReader(string text) => _text = text;

    public static DataType Read(string text)
    {
        TypeReader reader = new(text);
        DataType type = reader.Type();
        Assert.Equal(text.Length, reader._at);
        return type;
    }

    private DataType Type()
    {
        string name = Word();
        DataType type = name switch
        {
            "NULL" => DataType.Null,
            "BOOLEAN" => DataType.Boolean,
            "TINYINT" => DataType.TinyInt,
            "SMALLINT" => DataType.SmallInt,
            "INT" => DataType.Int,
            "BIGINT" => DataType.BigInt,
            "FLOAT" => DataType.Float,
            "DOUBLE" => DataType.Double,
            "DATE" => DataType.Date,
            "STRING" => DataType.String,
            "BYTES" => DataType.Bytes,
            "INTERVAL" => Interval(),
            "ARRAY" => DataType.Array(InAngles()[0].Type),
            "MULTISET" => DataType.Multiset(InAngles()[0].Type),
            "MAP" => Map(InAngles()),
            "ROW" => DataType.Row(InAngles(named: true)),
            _ => WithLength(name),
        };
        if (_text.AsSpan(_at).StartsWith(" NOT NULL"))
        {
            _at += " NOT NULL".Length;
            type = type.NotNull();
        }

        return type;
    }

    private DataType Interval()
    {
        _at++;
        int start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or '>'))
        {
            _at++;
        }

        string qualifier = _text[start.._at];
        return DataType.Interval(qualifier.StartsWith("YEAR", StringComparison.Ordinal) || qualifier == "MONTH", qualifier);
    }

    private static DataType Map(RowField[] children) => DataType.Map(children[0].Type, children[1].Type);

    private DataType WithLength(string name)
    {
        Assert.Equal('(', _text[_at]);
        int end = _text.IndexOf(')', _at);
        int[] numbers = [.. _text[(_at + 1)..end].Split(',').Select(int.Parse)];
        _at = end + 1;
        return name switch
        {
            "DECIMAL" => DataType.Decimal(numbers[0], numbers[1]),
            "CHAR" => DataType.Char(numbers[0]),
            "VARCHAR" => DataType.VarChar(numbers[0]),
            "BINARY" => DataType.Binary(numbers[0]),
            "VARBINARY" => DataType.VarBinary(numbers[0]),
            "TIME" => DataType.Time(numbers[0]),
            "TIMESTAMP" => DataType.Timestamp(numbers[0]),
            "TIMESTAMP_LTZ" => DataType.TimestampLtz(numbers[0]),
            _ => throw new FormatException($"{name} is no type."),
        };
    }

    private RowField[] InAngles(bool named = false)
    {
        List<RowField> fields = [];
        do
        {
            _at++;
            _at += _text[_at] == ' ' ? 1 : 0;
            string name = string.Empty;
            if (named)
            {
                name = Word();
                _at++;
            }

            fields.Add(new RowField(name, Type()));
        }
        while (_text[_at] == ',');
        _at++;
        return [.. fields];
    }

    private string Word()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _text[start.._at];
    }
}
