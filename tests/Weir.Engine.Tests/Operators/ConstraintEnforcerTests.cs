using Weir.Engine.Expressions;
using Weir.Engine.Operators;
using Weir.Engine.Operators.Constraints;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Operators;

public sealed class ConstraintEnforcerTests
{
    private const string NullText = "is NOT NULL, however, a null value is being written into it. You can set job configuration 'table.exec.sink.not-null-enforcer'='DROP' to suppress this exception and drop such records silently.";

    private static readonly ConstraintEnforcement s_lengthErrors = new(Length: TypeLengthEnforcer.Error);

    [Fact]
    public void A_null_in_a_not_null_column_fails_and_names_the_column()
    {
        Assert.Equal($"Column 'b' {NullText}", Fails([new("a", DataType.Int), new("b", DataType.Int.NotNull())], new(), null, null));
    }

    [Fact]
    public void A_row_with_a_null_is_dropped_when_told_so_and_others_keep_their_kind()
    {
        RowField[] columns = [new("a", DataType.Int.NotNull()), new("b", DataType.String.NotNull()), new("c", DataType.Int)];
        using OperatorHarness harness = Create(columns, new(NotNull: NotNullEnforcer.Drop));
        harness.Send([OperatorHarness.Insert(1, "x", null), OperatorHarness.Insert(null, "x", 1), OperatorHarness.Delete(2, "y", 1), OperatorHarness.Insert(3, null, 1)]);
        Assert.Equal(["+I[1, x, NULL]", "-D[2, y, 1]"], harness.Take());
    }

    [Fact]
    public void Lengths_are_of_no_account_unless_told_so()
    {
        using OperatorHarness harness = Create([new("a", DataType.Char(2)), new("b", DataType.VarChar(2))], new());
        harness.Insert(["abc", "abc"]);
        Assert.Equal(["+I[abc, abc]"], harness.Take());
    }

    [Fact]
    public void Text_is_cut_and_filled_by_code_points_and_bytes_by_zeros()
    {
        RowField[] columns = [new("a", DataType.Char(3)), new("b", DataType.VarChar(2)), new("c", DataType.Binary(3)), new("d", DataType.VarBinary(1)), new("e", DataType.String)];
        using OperatorHarness harness = new(
            new ConstraintEnforcerOperator(columns, new(Length: TypeLengthEnforcer.TrimPad)), [.. columns.Select(c => c.Type)], [.. columns.Select(c => c.Type)]);
        harness.Send(
            [
                OperatorHarness.Insert("a", "x", new byte[] { 65 }, new byte[] { 66 }, "long enough"),
                OperatorHarness.Delete("ä€𝄞é", "€𝄞é", new byte[] { 65, 66, 67, 68 }, new byte[] { 66, 67 }, ""),
                OperatorHarness.Insert(null, null, null, null, null),
            ],
            sparse: true);
        Assert.Equal(["+I[a  , x, A\0\0, B, long enough]", "-D[ä€𝄞, €𝄞, ABC, B, ]", "+I[NULL, NULL, NULL, NULL, NULL]"], harness.Take());
    }

    [Fact]
    public void Rows_that_fit_are_handed_on_untouched()
    {
        using OperatorHarness harness = Create([new("a", DataType.Char(1)), new("b", DataType.VarChar(2))], new(Length: TypeLengthEnforcer.TrimPad));
        harness.Insert(["a", "bc"], ["b", "b"]);
        Assert.Equal(["+I[a, bc]", "+I[b, b]"], harness.Take());
        harness.Insert(["a", "bcd"], ["", "b"]);
        Assert.Equal(["+I[a, bc]", "+I[ , b]"], harness.Take());
    }

    [Theory]
    [InlineData("a", "CHAR(2)", 1)]
    [InlineData("abc", "CHAR(2)", 3)]
    public void Text_of_the_wrong_length_fails(string value, string type, int length)
    {
        Assert.Equal(LengthText("a", type, length), Fails([new("a", DataType.Char(2))], s_lengthErrors, value));
    }

    [Fact]
    public void Only_fixed_lengths_can_be_too_short()
    {
        using OperatorHarness harness = Create([new("a", DataType.VarChar(2)), new("b", DataType.VarBinary(2))], s_lengthErrors);
        harness.Insert(["", Array.Empty<byte>()], [null, null]);
        Assert.Equal(["+I[, ]", "+I[NULL, NULL]"], harness.Take());
        Assert.Equal(LengthText("a", "VARCHAR(2)", 3), Fails([new("a", DataType.VarChar(2))], s_lengthErrors, "abc"));
        Assert.Equal(LengthText("a", "BINARY(2)", 1), Fails([new("a", DataType.Binary(2))], s_lengthErrors, new byte[1]));
        Assert.Equal(LengthText("a", "VARBINARY(2)", 3), Fails([new("a", DataType.VarBinary(2))], s_lengthErrors, new byte[3]));
    }

    [Fact]
    public void Text_comes_before_bytes_and_nulls_before_both()
    {
        RowField[] columns = [new("a", DataType.Binary(2)), new("b", DataType.Char(2)), new("c", DataType.Int.NotNull())];
        Assert.Equal(LengthText("b", "CHAR(2)", 1), Fails(columns, s_lengthErrors, new byte[1], "x", 1));
        Assert.Equal($"Column 'c' {NullText}", Fails(columns, s_lengthErrors, new byte[1], "x", null));
    }

    [Fact]
    public void Nested_rows_are_looked_into_only_when_told_so()
    {
        RowField[] columns = [new("a", DataType.Row(new("id", DataType.BigInt), new("ab", DataType.Row(new RowField("aba", DataType.Char(2).NotNull())))))];
        object?[] without = [1L, new object?[] { null }];
        Assert.Equal($"Column 'a.ab.aba' {NullText}", Fails(columns, new(Nested: NestedConstraintEnforcer.Rows), [without]));
        Assert.Equal(
            LengthText("a.ab.aba", "CHAR(2)", 3),
            Fails(columns, new(Length: TypeLengthEnforcer.Error, Nested: NestedConstraintEnforcer.Rows), [new object?[] { 1L, new object?[] { "abc" } }]));
        using OperatorHarness harness = Create(columns, s_lengthErrors);
        harness.Insert([without], [null]);
        Assert.Equal(["+I[(1, (NULL))]", "+I[NULL]"], harness.Take());
        using OperatorHarness trims = Create(columns, new(Length: TypeLengthEnforcer.TrimPad, Nested: NestedConstraintEnforcer.Rows));
        trims.Insert([new object?[] { 1L, new object?[] { "abc" } }], [null], [new object?[] { 2L, null }], [new object?[] { null, new object?[] { "a" } }]);
        Assert.Equal(["+I[(1, (ab))]", "+I[NULL]", "+I[(2, NULL)]", "+I[(NULL, (a ))]"], trims.Take());
    }

    [Fact]
    public void Elements_and_entries_are_named_by_their_place()
    {
        ConstraintEnforcement all = new(Length: TypeLengthEnforcer.Error, Nested: NestedConstraintEnforcer.RowsAndCollections);
        DataType element = DataType.Row(new("c", DataType.Char(2).NotNull()), new("n", DataType.Array(DataType.Int.NotNull())));
        RowField[] columns = [new("a", DataType.Row(new("ab", DataType.Array(element)), new("ac", DataType.Map(DataType.Char(1).NotNull(), element.NotNull()))))];
        object?[] good = ["xy", new object?[] { 1 }];
        KeyValuePair<object?, object?>[] map = [new("k", good)];
        Assert.Equal(LengthText("a.ab[1].c", "CHAR(2)", 1), Fails(columns, all, [new object?[] { new object?[] { good, new object?[] { "x", null } }, map }]));
        Assert.Equal($"Column 'a.ab[0].n[2]' {NullText}", Fails(columns, all, [new object?[] { new object?[] { new object?[] { "xy", new object?[] { 1, 2, null } } }, map }]));
        Assert.Equal(LengthText("a.ac[key]", "CHAR(1)", 2), Fails(columns, all, [new object?[] { null, new KeyValuePair<object?, object?>[] { new("k", good), new("kk", good) } }]));
        Assert.Equal($"Column 'a.ac[value]' {NullText}", Fails(columns, all, [new object?[] { null, new KeyValuePair<object?, object?>[] { new("k", null) } }]));
        Assert.Equal($"Column 'a.ac[value].c' {NullText}", Fails(columns, all, [new object?[] { null, new KeyValuePair<object?, object?>[] { new("k", new object?[] { null, null }) } }]));
        using OperatorHarness drops = Create(columns, all with { NotNull = NotNullEnforcer.Drop });
        drops.Insert([new object?[] { null, new KeyValuePair<object?, object?>[] { new("k", null) } }], [new object?[] { new object?[] { null }, map }]);
        Assert.Equal(["+I[([NULL], {k=(xy, [1])})]"], drops.Take());
    }

    [Fact]
    public void Trimming_within_collections_is_refused()
    {
        ConstraintEnforcement both = new(Length: TypeLengthEnforcer.TrimPad, Nested: NestedConstraintEnforcer.RowsAndCollections);
        Assert.Equal("Trimming and/or padding is not supported if constraint checking is enabled on types nested in collections.", ConstraintEnforcerOperator.Refusal(both));
        Assert.Null(ConstraintEnforcerOperator.Refusal(both with { Nested = NestedConstraintEnforcer.Rows }));
        Assert.Throws<ArgumentException>(() => new ConstraintEnforcerOperator([], both));
    }

    private static string LengthText(string column, string type, int length) =>
        $"Column '{column}' is {type}, however, a string of length {length} is being written into it. You can set job configuration 'table.exec.sink.type-length-enforcer' to control this behaviour.";

    private static string Fails(RowField[] columns, ConstraintEnforcement enforcement, params object?[] row)
    {
        using OperatorHarness harness = Create(columns, enforcement);
        return Assert.Throws<EvaluationException>(() => harness.Insert(row)).Message;
    }

    private static OperatorHarness Create(RowField[] columns, ConstraintEnforcement enforcement)
    {
        DataType[] types = [.. columns.Select(c => c.Type)];
        return new(new ConstraintEnforcerOperator(columns, enforcement), types, types);
    }
}
