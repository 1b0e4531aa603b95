using System.Globalization;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Casts;
using Weir.Engine.Expressions;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Casts;

/// <summary>Casts columns of values.</summary>
internal static class CastTester
{
    public static EvaluationContext Context(string zone = "UTC") =>
        new(new BatchPool(), TimeProvider.System, zone is "UTC" or "" ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone));

    /// <summary>Casts values, dense and through a selection of every second row, and gives them as objects.</summary>
    public static object?[] Cast(DataType from, DataType to, object?[] values, bool isTry = false, bool legacy = false, string zone = "UTC")
    {
        Column column = ColumnFactory.Create(from, values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            ColumnValues.Set(column, from, row, values[row]);
        }

        EvaluationContext context = Context(zone);
        Batch batch = new([column], values.Length);
        CastExpression cast = new(new ColumnExpression(0, from), to, isTry, legacy);
        object?[] dense = Values(cast.Evaluate(context, batch, new Selection(values.Length)), to, Enumerable.Range(0, values.Length));
        int[] odd = [.. Enumerable.Range(0, values.Length).Where(i => i % 2 == 1)];
        object?[] sparse = Values(cast.Evaluate(context, batch, new Selection(odd)), to, odd);
        Assert.Equal(odd.Select(i => dense[i]), sparse);
        return dense;
    }

    public static object? CastOne(DataType from, DataType to, object? value, bool isTry = false, bool legacy = false, string zone = "UTC") =>
        Cast(from, to, [value], isTry, legacy, zone)[0];

    /// <summary>A value from the notation of the golden file: parts of nested values by semicolons, bytes in hexadecimal, the rest as SQL prints it.</summary>
    public static object? Read(string text, DataType type, TimeZoneInfo zone)
    {
        if (text == "NULL")
        {
            return null;
        }

        string[] parts = text.Length == 0 ? [] : text.Split(';');
        switch (type.Root)
        {
            case TypeRoot.Array:
                return parts.Select(p => Read(p, type.Element, zone)).ToArray();
            case TypeRoot.Map or TypeRoot.Multiset:
                DataType valueType = type.Root == TypeRoot.Map ? type.Value : DataType.Int;
                return parts.Select(p => p.Split('=')).Select(p => KeyValuePair.Create(Read(p[0], type.Key, zone), Read(p[1], valueType, zone))).ToArray();
            case TypeRoot.Row:
                return parts.Select((p, i) => Read(p, type.Fields[i].Type, zone)).ToArray();
            case TypeRoot.IntervalYearMonth:
                return int.Parse(text, CultureInfo.InvariantCulture);
            case TypeRoot.IntervalDayTime:
                return long.Parse(text, CultureInfo.InvariantCulture);
            case TypeRoot.Binary or TypeRoot.VarBinary:
                return Convert.FromHexString(text);
            case TypeRoot.Char or TypeRoot.VarChar:
                return text;
            default:
                Column column = ColumnFactory.Create(type, 1);
                Assert.True(ValueParser.TrySet(column, type, 0, Encoding.UTF8.GetBytes(text), zone), $"'{text}' is no {type}.");
                return ColumnValues.Get(column, type, 0);
        }
    }

    /// <summary>A value in the notation of the golden file's results.</summary>
    public static string Show(object? value, DataType type, TimeZoneInfo zone)
    {
        if (value is null)
        {
            return "NULL";
        }

        if (value is byte[] bytes)
        {
            return "0x" + Convert.ToHexStringLower(bytes);
        }

        Column column = ColumnFactory.Create(type, 1);
        ColumnValues.Set(column, type, 0, value);
        Utf8Writer text = new();
        ValueText.Write(text, column, type, 0, TextStyle.Sql, zone);
        return text.ToString();
    }

    private static object?[] Values(Column column, DataType type, IEnumerable<int> rows)
    {
        object?[] values = [.. rows.Select(row => ColumnValues.Get(column, type, row))];
        column.Release();
        return values;
    }
}
