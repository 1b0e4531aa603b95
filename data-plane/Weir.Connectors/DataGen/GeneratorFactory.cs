using Weir.Connectors.Options;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.DataGen;

/// <summary>Makes the generators of columns from their options (<c>fields.NAME.*</c>; of parts <c>fields.NAME.FIELD.*</c>, <c>.element.*</c>, <c>.key.*</c>, <c>.value.*</c>).</summary>
internal sealed class GeneratorFactory(TableSpec table)
{
    private const int DefaultTextLength = 100;
    private const int DefaultCollectionLength = 3;

    /// <summary>The generator of a column.</summary>
    public ValueGenerator Create(string path, DataType type)
    {
        OptionReader options = new(table, $"fields.{path}.");
        if (options.Choice("kind", "random", "random", "sequence") == "sequence")
        {
            return Sequence(options, path, type);
        }

        ValueGenerator generator = Random(options, path, type);
        double rate = options.Number("null-rate", 0, 1) ?? 0;
        return rate > 0 ? new SometimesNull(generator, rate) : generator;
    }

    private static SequenceGenerator Sequence(OptionReader options, string path, DataType type)
    {
        long start = options.Integer("start") ?? throw Missing(options, path, "start");
        long end = options.Integer("end", start) ?? throw Missing(options, path, "end");
        return type.Root switch
        {
            TypeRoot.TinyInt => new NumberSequence<sbyte>(Within(options, start, sbyte.MinValue, sbyte.MaxValue), Within(options, end, sbyte.MinValue, sbyte.MaxValue)),
            TypeRoot.SmallInt => new NumberSequence<short>(Within(options, start, short.MinValue, short.MaxValue), Within(options, end, short.MinValue, short.MaxValue)),
            TypeRoot.Integer => new NumberSequence<int>(Within(options, start, int.MinValue, int.MaxValue), Within(options, end, int.MinValue, int.MaxValue)),
            TypeRoot.BigInt => new NumberSequence<long>(start, end),
            TypeRoot.Float => new NumberSequence<float>(start, end),
            TypeRoot.Double => new NumberSequence<double>(start, end),
            TypeRoot.Decimal => Decimals(options, type, start, end),
            TypeRoot.Char or TypeRoot.VarChar => new TextSequence(start, end),
            _ => throw new ConnectorException($"Table '{options.Table.Name}': the column '{path}' {type} cannot be a sequence; numbers and strings can."),
        };
    }

    private static DecimalSequence Decimals(OptionReader options, DataType type, long start, long end)
    {
        Int128 unit = Power(type.Scale);
        Int128 most = Power(type.Precision) / unit;
        if (Int128.Abs(start) >= most || Int128.Abs(end) >= most)
        {
            throw options.Malformed("end", options.Required("end"), $"a number that fits {type}");
        }

        return new DecimalSequence(start, end, unit);
    }

    private ValueGenerator Random(OptionReader options, string path, DataType type)
    {
        switch (type.Root)
        {
            case TypeRoot.Boolean:
                return new RandomBoolean();
            case TypeRoot.TinyInt:
                return Integers<sbyte>(options, sbyte.MinValue, sbyte.MaxValue);
            case TypeRoot.SmallInt:
                return Integers<short>(options, short.MinValue, short.MaxValue);
            case TypeRoot.Integer:
                return Integers<int>(options, int.MinValue, int.MaxValue);
            case TypeRoot.BigInt:
                return Integers<long>(options, long.MinValue, long.MaxValue);
            case TypeRoot.IntervalYearMonth:
                return Integers<int>(options, 0, 120_000);
            case TypeRoot.IntervalDayTime:
                return Integers<long>(options, 0, 10_000L * 365 * 86_400_000);
            case TypeRoot.Float:
                return Floats<float>(options, float.Epsilon, float.MaxValue);
            case TypeRoot.Double:
                return Floats<double>(options, double.Epsilon, double.MaxValue);
            case TypeRoot.Decimal:
                return RandomDecimals(options, type);
            case TypeRoot.Char:
                return new RandomText(type.Length, false);
            case TypeRoot.Binary:
                return new RandomBytes(type.Length, false);
            case TypeRoot.VarChar:
                return new RandomText(Length(options, type, DefaultTextLength), options.Boolean("var-len", false));
            case TypeRoot.VarBinary:
                return new RandomBytes(Length(options, type, DefaultTextLength), options.Boolean("var-len", false));
            case TypeRoot.Date or TypeRoot.Time:
                return new CurrentDateOrTime(type.Root == TypeRoot.Date, table.SessionTimeZone);
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz:
                return new RecentTimestamp((long)options.Duration("max-past", TimeSpan.Zero).TotalMilliseconds, type.Root == TypeRoot.Timestamp ? table.SessionTimeZone : null);
            case TypeRoot.Array:
                return new RandomArray(Create(path + ".element", type.Element), CollectionLength(options));
            case TypeRoot.Multiset:
                return new RandomMap(Create(path + ".element", type.Element), new RandomInteger<int>(1, 10), CollectionLength(options));
            case TypeRoot.Map:
                return new RandomMap(Create(path + ".key", type.Key), Create(path + ".value", type.Value), CollectionLength(options));
            case TypeRoot.Row:
                return new RandomRow([.. type.Fields.Select(f => Create($"{path}.{f.Name}", f.Type))]);
            default:
                throw new ConnectorException($"Table '{table.Name}': datagen makes no values of type {type} (column '{path}').");
        }
    }

    private static RandomInteger<T> Integers<T>(OptionReader options, long least, long most)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        long min = options.IntegerOr("min", least, least, most);
        return new RandomInteger<T>(min, options.IntegerOr("max", most, min, most));
    }

    private static RandomFloat<T> Floats<T>(OptionReader options, double least, double most)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        double min = options.Number("min") ?? least;
        return new RandomFloat<T>(min, options.Number("max", min) ?? most);
    }

    private static RandomDecimal RandomDecimals(OptionReader options, DataType type)
    {
        Int128 unit = Power(type.Scale);
        Int128 most = Power(type.Precision) - 1;
        double limit = Math.Pow(10, type.Precision - type.Scale);
        double min = Math.Max(options.Number("min") ?? 0, -limit);
        double max = Math.Min(options.Number("max", min) ?? limit, limit);
        return new RandomDecimal(Unscaled(min, unit, most), Unscaled(max, unit, most));
    }

    private static Int128 Unscaled(double value, Int128 unit, Int128 most) => Int128.Clamp((Int128)(value * (double)unit), -most, most);

    private static int Length(OptionReader options, DataType type, int whenAbsent) => (int)options.IntegerOr("length", Math.Min(whenAbsent, type.Length), 1, type.Length);

    private static int CollectionLength(OptionReader options) => (int)options.IntegerOr("length", DefaultCollectionLength, 0, 1_000_000);

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static long Within(OptionReader options, long value, long least, long most) =>
        value >= least && value <= most ? value : throw new ConnectorException($"Table '{options.Table.Name}': the sequence goes to {value}; the column's type has {least} to {most}.");

    private static ConnectorException Missing(OptionReader options, string path, string key) =>
        new($"Table '{options.Table.Name}': the option 'fields.{path}.{key}' is missing; a sequence needs it.");
}
