using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Types;
using Weir.Sql.Aggregates;
using Weir.Sql.Expressions;

namespace Weir.Sql.Tests.Aggregates;

/// <summary>A call of an aggregate over columns, run in all the ways in which operators run it.</summary>
internal sealed class AggregateTester
{
    private static readonly AggregateRegistry s_registry = AggregateRegistry.CreateBuiltIn();

    private readonly DataType[] _types;

    /// <summary>Resolves a call whose arguments are columns of the types, followed by literals.</summary>
    public AggregateTester(string name, DataType[] types, bool distinct = false, bool ignoreNulls = false, string? onNull = null, bool grouped = true, params (object? Value, DataType Type)[] literals)
        : this(name, [.. types.Select((t, i) => (BoundExpression)new BoundColumn(i, t, $"c{i}")), .. literals.Select(l => new BoundLiteral(l.Value, l.Type))], distinct, ignoreNulls, onNull, grouped)
    {
    }

    public AggregateTester(string name, BoundExpression[] arguments, bool distinct = false, bool ignoreNulls = false, string? onNull = null, bool grouped = true)
    {
        Resolved = Resolve(name, arguments, distinct, ignoreNulls, onNull, grouped);
        _types = [.. Resolved.ColumnArguments.Select(i => (Resolved.ArgumentTypes[i] ?? arguments[i].Type).Nullable())];
    }

    public ResolvedAggregate Resolved { get; }

    /// <summary>The types that columns must have.</summary>
    public IReadOnlyList<DataType> Types => _types;

    public static ResolvedAggregate Resolve(
        string name, IReadOnlyList<BoundExpression> arguments, bool distinct = false, bool ignoreNulls = false, string? onNull = null, bool grouped = true, bool filtered = false)
    {
        AggregateCallSyntax call = new(name, arguments, new Session())
        {
            IsDistinct = distinct,
            IgnoreNulls = ignoreNulls,
            IsGrouped = grouped,
            HasFilter = filtered,
            Modifiers = onNull is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["ON_NULL"] = onNull },
        };
        return s_registry.Find(name)!.Resolve(call) ?? throw new InvalidOperationException($"{name} does not take ({string.Join(", ", arguments.Select(a => a.Type))}).");
    }

    /// <summary>The value over rows of one argument that only add.</summary>
    public object? Of(params object?[] values) => OfRows([.. values.Select(v => (object?[])[v])]);

    /// <summary>The value over rows that only add, with and without readiness for retraction: both must be the same, row by row as well as at once.</summary>
    public object? OfRows(params object?[][] rows)
    {
        (RowKind, object?[])[] inserts = [.. rows.Select(r => (RowKind.Insert, r))];
        object? value = Changes(inserts, retracts: false);
        AssertSame(value, Changes(inserts, retracts: true));
        return value;
    }

    /// <summary>The value over a changelog, which is also taken row by row and must give the value of each prefix.</summary>
    public object? Changes((RowKind Kind, object?[] Values)[] rows, bool retracts = true)
    {
        object?[] prefixes = [.. Enumerable.Range(0, rows.Length + 1).Select(n => Once(rows[..n], retracts))];
        AssertEach(rows, retracts, prefixes);
        return prefixes[^1];
    }

    /// <summary>Takes parts of the rows into states of their own and merges those in order.</summary>
    public object? Merged((RowKind Kind, object?[] Values)[] rows, IReadOnlyList<int> cuts, bool retracts)
    {
        using AggregateState total = Create(retracts);
        int start = 0;
        foreach (int end in cuts.Append(rows.Length))
        {
            using AggregateState part = Create(retracts);
            Take(part, rows[start..end], 3);
            total.Merge([2], part, [3]);
            start = end;
        }

        return Value(total, 2);
    }

    /// <summary>The value over all rows at once, in a slot among others that hold the same rows or were reset.</summary>
    public object? Once((RowKind Kind, object?[] Values)[] rows, bool retracts)
    {
        using AggregateState state = Create(retracts);
        Take(state, rows, 0);
        Take(state, rows, 1, 5);
        state.Reset(0);
        AssertSame(EmptyValue(retracts), Value(state, 0));
        object? value = Value(state, 5);
        AssertSame(value, Value(state, 1));
        state.Clear();
        AssertSame(EmptyValue(retracts), Value(state, 5));
        Take(state, rows, 5);
        AssertSame(value, Value(state, 5));
        return value;
    }

    public static void AssertSame(object? expected, object? actual)
    {
        if (expected is double number && actual is double other && double.IsFinite(number))
        {
            Assert.Equal(number, other, 1e-9 * Math.Max(1, Math.Abs(number)));
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private object? EmptyValue(bool retracts)
    {
        using AggregateState state = Create(retracts);
        return Value(state, 0);
    }

    private AggregateState Create(bool retracts)
    {
        AggregateState state = Resolved.Aggregate.CreateState(retracts);
        state.EnsureSlots(8);
        return state;
    }

    private void Take(AggregateState state, (RowKind Kind, object?[] Values)[] rows, params int[] slots)
    {
        // Every second row of the batch is another one that must not be looked at.
        Column[] columns = Columns(rows, 2);
        int[] positions = [.. Enumerable.Range(0, rows.Length).SelectMany(i => slots.Select(_ => 2 * i))];
        int[] owners = [.. Enumerable.Range(0, rows.Length).SelectMany(_ => slots)];
        RowKind[] kinds = [.. rows.SelectMany(r => new[] { r.Kind, RowKind.Insert })];
        bool insertOnly = rows.All(r => !r.Kind.IsRetraction());
        state.Accumulate(owners, new AggregateInput { Arguments = columns, Rows = new Selection(positions), Kinds = insertOnly ? default : kinds });
    }

    private void AssertEach((RowKind Kind, object?[] Values)[] rows, bool retracts, object?[] prefixes)
    {
        using AggregateState state = Create(retracts);
        Column[] columns = Columns(rows, 1);
        Column changes = ColumnFactory.Create(Resolved.ResultType.Nullable(), Math.Max(1, rows.Length * 2));
        byte[] resets = new byte[rows.Length];
        if (rows.Length > 0)
        {
            resets[^1] = 1;
        }

        int[] slots = new int[rows.Length];
        Array.Fill(slots, 4);
        RowKind[] kinds = [.. rows.Select(r => r.Kind)];
        state.AccumulateEach(slots, new AggregateInput { Arguments = columns, Rows = new Selection(rows.Length), Kinds = kinds }, default, resets, changes);
        for (int k = 0; k < rows.Length; k++)
        {
            AssertSame(prefixes[k], ColumnValues.Get(changes, Resolved.ResultType, 2 * k));
            AssertSame(prefixes[k + 1], ColumnValues.Get(changes, Resolved.ResultType, (2 * k) + 1));
        }

        AssertSame(prefixes[0], Value(state, 4));
        changes.Clear();
        state.AccumulateEach(slots, new AggregateInput { Arguments = columns, Rows = new Selection(rows.Length), Kinds = kinds }, new byte[rows.Length], new byte[rows.Length], changes);
        for (int k = 0; k < rows.Length; k++)
        {
            AssertSame(prefixes[0], ColumnValues.Get(changes, Resolved.ResultType, (2 * k) + 1));
        }
    }

    private Column[] Columns((RowKind Kind, object?[] Values)[] rows, int step)
    {
        Column[] columns = new Column[_types.Length];
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = ColumnFactory.Create(_types[c], Math.Max(1, rows.Length * step));
            for (int row = 0; row < rows.Length * step; row++)
            {
                ColumnValues.Set(columns[c], _types[c], row, row % step == 0 ? rows[row / step].Values[c] : null);
            }
        }

        return columns;
    }

    private object? Value(AggregateState state, int slot)
    {
        Column column = ColumnFactory.Create(Resolved.ResultType.Nullable(), 3);
        state.Emit([slot, slot], column, 1);
        object? value = ColumnValues.Get(column, Resolved.ResultType, 1);
        AssertSame(value, ColumnValues.Get(column, Resolved.ResultType, 2));
        return value;
    }
}
