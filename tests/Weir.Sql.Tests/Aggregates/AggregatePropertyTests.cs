using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Sql.Tests.Aggregates;

/// <summary>What holds of every aggregate: the value does not depend on how rows are split, and what was taken back leaves no trace.</summary>
public sealed class AggregatePropertyTests
{
    private const string Everything =
        "COUNT COUNT:D COUNT:2 COUNT:2D COUNT:SD SUM SUM:D SUM:N AVG AVG:N AVG:F $SUM0 VAR_POP:F VAR_SAMP:F STDDEV_POP:F STDDEV_SAMP:F STDDEV_SAMP:FD MIN MAX MIN:S MAX:S MAX:N MIN:B MAX:F MIN:D FIRST_VALUE LAST_VALUE FIRST_VALUE:S "
        + "LAST_VALUE:S LAST_VALUE:A FIRST_VALUE:SD LISTAGG:S LISTAGG:SD COLLECT COLLECT:S COLLECT:D ARRAY_AGG ARRAY_AGG:S ARRAY_AGG:I ARRAY_AGG:D ARRAY_AGG:A JSON_ARRAYAGG JSON_ARRAYAGG:J JSON_ARRAYAGG:S PERCENTILE:F";

    public static TheoryData<string> All => new(Everything.Split(' '));

    [Theory]
    [MemberData(nameof(All))]
    public void Merging_parts_gives_what_one_pass_gives(string call)
    {
        Random random = new(7);
        AggregateTester tester = Tester(call);
        for (int round = 0; round < 25; round++)
        {
            (RowKind, object?[])[] rows = [.. Values(tester, random, random.Next(12)).Select(v => (RowKind.Insert, v))];
            int[] cuts = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(rows.Length + 1)).Order()];
            AggregateTester.AssertSame(tester.Once(rows, false), tester.Merged(rows, cuts, false));
            AggregateTester.AssertSame(tester.Once(rows, true), tester.Merged(rows, cuts, true));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Rows_that_were_taken_back_leave_no_trace(string call)
    {
        Random random = new(11);
        AggregateTester tester = Tester(call);
        for (int round = 0; round < 25; round++)
        {
            (List<(RowKind, object?[])> changes, List<object?[]> left) = Changelog(tester, random);
            object? expected = tester.Once([.. left.Select(v => (RowKind.Insert, v))], false);
            Same(call, expected, tester.Changes([.. changes]));
            int[] cuts = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(changes.Count + 1)).Order()];
            SameBag(call, expected, tester.Merged([.. changes], cuts, true));
        }
    }

    /// <summary>
    /// Parts that take back what another part has: the same values, though of equal ones another may have gone. Which is then first or last is open, and the moments of a part that takes back more
    /// than it has are lost, as in Flink.
    /// </summary>
    private static void SameBag(string call, object? expected, object? actual)
    {
        if (call.StartsWith("FIRST", StringComparison.Ordinal) || call.StartsWith("LAST", StringComparison.Ordinal) || (IsVariance(call) && !call.EndsWith('D')))
        {
            return;
        }

        if (call.Contains("AGG", StringComparison.Ordinal))
        {
            Assert.Equal(Parts(expected), Parts(actual));
        }
        else
        {
            Same(call, expected, actual);
        }
    }

    private static IEnumerable<string> Parts(object? value) => value switch
    {
        object?[] array => array.Select(Text).Order(StringComparer.Ordinal),
        string text => text.Trim('[', ']').Split(',').Order(StringComparer.Ordinal),
        _ => [],
    };

    private static bool IsVariance(string call) => call.Contains("DEV", StringComparison.Ordinal) || call.Contains("VAR", StringComparison.Ordinal);

    /// <summary>A multiset has no order; with DISTINCT the order is that of values which are new, so that one which comes, goes and comes again moves.</summary>
    private static void Same(string call, object? expected, object? actual)
    {
        if (IsVariance(call))
        {
            // What was taken back leaves traces in the last digits; the root of almost nothing is more than that, and Flink has no value for less than nothing.
            Assert.Equal((double?)expected ?? 0, (double?)actual ?? 0, 1e-6);
        }
        else if (call.StartsWith("COLLECT", StringComparison.Ordinal) && expected is KeyValuePair<object?, object?>[] left && actual is KeyValuePair<object?, object?>[] right)
        {
            Assert.Equal(left.OrderBy(e => e.Key), right.OrderBy(e => e.Key));
        }
        else if (expected is object?[] some && actual is object?[] others && call == "ARRAY_AGG:D")
        {
            Assert.Equal(some.Order(), others.Order());
        }
        else if (call == "LISTAGG:SD")
        {
            Assert.Equal(((string?)expected)?.Split(',').Order(), ((string?)actual)?.Split(',').Order());
        }
        else if (call != "FIRST_VALUE:SD")
        {
            AggregateTester.AssertSame(expected, actual);
        }
        else
        {
            Assert.Equal(expected is null, actual is null);
        }
    }

    private static (List<(RowKind, object?[])> Changes, List<object?[]> Left) Changelog(AggregateTester tester, Random random)
    {
        List<(RowKind, object?[])> changes = [];
        List<object?[]> left = [];
        int steps = random.Next(20);
        for (int step = 0; step < steps; step++)
        {
            if (left.Count > 0 && random.Next(5) < 2)
            {
                object?[] row = left[random.Next(left.Count)];
                changes.Add((random.Next(2) == 0 ? RowKind.Delete : RowKind.UpdateBefore, row));
                left.RemoveAt(left.FindIndex(r => string.Join('|', r.Select(Text)) == string.Join('|', row.Select(Text))));
            }
            else
            {
                object?[] row = Values(tester, random, 1)[0];
                changes.Add((random.Next(2) == 0 ? RowKind.Insert : RowKind.UpdateAfter, row));
                left.Add(row);
            }
        }

        return (changes, left);
    }

    private static string Text(object? value) => value is object?[] array ? "[" + string.Join(',', array.Select(Text)) + "]" : value?.ToString() ?? "NULL";

    private static AggregateTester Tester(string call)
    {
        string name = call.Split(':')[0];
        string form = call.Contains(':') ? call.Split(':')[1] : "";
        DataType type = form switch
        {
            "S" or "SD" => DataType.String,
            "N" => DataType.Decimal(10, 2),
            "B" => DataType.Boolean,
            "F" or "FD" => DataType.Double,
            "A" => DataType.Array(DataType.Int),
            _ => DataType.Int,
        };
        DataType[] types = form.StartsWith('2') ? [type, DataType.String] : [type];
        return name == "PERCENTILE"
            ? new AggregateTester(name, [type], literals: (0.3, DataType.Double))
            : new AggregateTester(name, types, distinct: form.EndsWith('D'), ignoreNulls: form == "I", onNull: form == "J" ? "NULL" : null);
    }

    private static object?[][] Values(AggregateTester tester, Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => tester.Types.Select(t => Value(t, random)).ToArray())];

    private static object? Value(DataType type, Random random) => random.Next(6) == 0 ? null : type.Root switch
    {
        TypeRoot.Integer => random.Next(-3, 4),
        TypeRoot.BigInt => (long)random.Next(-1, 4),
        TypeRoot.Double => random.Next(-8, 8) / 4.0,
        TypeRoot.Decimal => (Int128)random.Next(-500, 500),
        TypeRoot.Boolean => random.Next(2) == 0,
        TypeRoot.Array => new object?[] { random.Next(2), null },
        _ => new string((char)('a' + random.Next(3)), random.Next(1, 4)),
    };
}
