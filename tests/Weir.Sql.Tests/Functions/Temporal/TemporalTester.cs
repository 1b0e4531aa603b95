using System.Globalization;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;
using Weir.Sql.Functions.Temporal;

namespace Weir.Sql.Tests.Functions.Temporal;

/// <summary>Calls temporal functions over columns and constants, with units, a zone, a clock that stands and a watermark; each call is evaluated densely and through a selection.</summary>
internal sealed class TemporalTester
{
    public static readonly DataType Ts3 = DataType.Timestamp(3);
    public static readonly DataType Ts9 = DataType.Timestamp(9);
    public static readonly DataType Ltz3 = DataType.TimestampLtz(3);

    private static readonly FunctionRegistry s_registry = FunctionRegistry.CreateBuiltIn();

    public TemporalTester(string zone = "UTC") => Session.Set("table.local-time-zone", zone);

    public Session Session { get; } = new();

    public TimeProvider Clock { get; init; } = new StandingClock(DateTimeOffset.UnixEpoch);

    public long WatermarkMs { get; init; } = long.MinValue;

    public static Arg Column(DataType type, params object?[] values) => new(type, values, false);

    public static Arg Text(params string?[] values) => new(DataType.String, [.. values], false);

    public static Arg Constant(DataType type, object? value) => new(type, [value], true);

    public static Arg Constant(string value) => new(DataType.Char(Math.Max(1, value.Length)).NotNull(), [value], true);

    /// <summary>Milliseconds of a TIMESTAMP as text.</summary>
    public static long Ms(string text) =>
        (DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>Nanoseconds of a TIMESTAMP as text and those beyond its milliseconds.</summary>
    public static Int128 Ns(string text, int beyondMs = 0) => ((Int128)Ms(text) * 1_000_000) + beyondMs;

    /// <summary>Days of a DATE as text.</summary>
    public static int Day(string text) => (int)(Ms(text) / 86_400_000);

    /// <summary>Milliseconds of a TIME as text.</summary>
    public static int Time(string text) => (int)TimeSpan.Parse(text, CultureInfo.InvariantCulture).TotalMilliseconds;

    public ResolvedFunction? TryResolve(string name, string? unit, params Arg[] arguments)
    {
        FunctionCall call = new(name, [.. arguments.Select((a, i) => a.IsConstant ? new BoundLiteral(a.Values[0], a.Type) : (BoundExpression)new BoundColumn(i, a.Type, $"c{i}"))], Session)
        {
            Modifiers = unit is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["UNIT"] = unit },
        };
        return name is "FLOOR" or "CEIL" or "CEILING" ? FloorCeil.Resolve(call) : s_registry.Find(name)!.Resolve(call);
    }

    public DataType TypeOf(string name, string? unit, params Arg[] arguments) => TryResolve(name, unit, arguments)!.ReturnType;

    public object? One(string name, string? unit, params Arg[] arguments) => Rows(name, unit, arguments)[0];

    public object?[] Rows(string name, string? unit, params Arg[] arguments)
    {
        ResolvedFunction resolved = TryResolve(name, unit, arguments) ?? throw new InvalidOperationException($"{name} does not take ({string.Join(", ", arguments.Select(a => a.Type))}).");
        int count = Math.Max(1, arguments.Where(a => !a.IsConstant).Select(a => a.Values.Length).DefaultIfEmpty(1).Max());
        EvaluationContext context = new(new BatchPool(), Clock, Session.TimeZone) { CurrentWatermarkMs = WatermarkMs };
        Column[] columns = [.. arguments.Select(a => Fill(a, count))];
        Batch batch = new(columns, count);
        Expression[] inputs = [.. arguments.Select((a, i) => (Expression)new ColumnExpression(i, resolved.ArgumentTypes[i] ?? a.Type))];
        CallExpression expression = new(resolved.ReturnType, inputs, resolved.Kernel(), resolved.Nulls);
        object?[] dense = Read(expression.Evaluate(context, batch, new Selection(count)), resolved.ReturnType, [.. Enumerable.Range(0, count)]);
        int[] even = [.. Enumerable.Range(0, count).Where(i => i % 2 == 0)];
        object?[] sparse = Read(expression.Evaluate(context, batch, new Selection(even)), resolved.ReturnType, even);
        Assert.Equal(even.Select(i => dense[i]), sparse);
        return dense;
    }

    private static Column Fill(Arg argument, int count)
    {
        Column column = ColumnFactory.Create(argument.Type, count);
        for (int row = 0; row < count; row++)
        {
            ColumnValues.Set(column, argument.Type, row, argument.Values[argument.Values.Length == 1 ? 0 : row]);
        }

        return column;
    }

    private static object?[] Read(Column column, DataType type, int[] rows)
    {
        object?[] values = [.. rows.Select(row => ColumnValues.Get(column, type, row))];
        column.Release();
        return values;
    }

    internal sealed record Arg(DataType Type, object?[] Values, bool IsConstant);

    internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
