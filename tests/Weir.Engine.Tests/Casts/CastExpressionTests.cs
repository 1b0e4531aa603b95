using Weir.Engine.Batches;
using Weir.Engine.Casts;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Casts;

public class CastExpressionTests
{
    private static readonly DataType s_row = DataType.Row(new RowField("a", DataType.Int), new RowField("b", DataType.String));

    [Fact]
    public void A_cast_works_a_column_at_a_time_and_keeps_NULL()
    {
        Assert.Equal([1L, null, -3L, 4L, null], CastTester.Cast(DataType.Int, DataType.BigInt, [1, null, -3, 4, null]));
        Assert.Equal(["1", null, "-3"], CastTester.Cast(DataType.Int, DataType.String, [1, null, -3]));
        Assert.Equal([12, null, 7], CastTester.Cast(DataType.String, DataType.Int, ["12", null, " 7 "]));
        Assert.Equal([null, null], CastTester.Cast(DataType.Null, DataType.Date, [null, null]));
    }

    [Fact]
    public void A_failing_cast_names_value_and_types()
    {
        EvaluationException error = Assert.Throws<EvaluationException>(() => CastTester.Cast(DataType.String, DataType.Int, ["1", "x2", "3"]));
        Assert.Equal("The value 'x2' of type STRING cannot be cast to INT. TRY_CAST gives NULL in such a case.", error.Message);
    }

    [Fact]
    public void A_row_that_is_not_selected_does_not_fail()
    {
        Column column = ColumnFactory.Create(DataType.String, 2);
        ColumnValues.Set(column, DataType.String, 0, "x");
        ColumnValues.Set(column, DataType.String, 1, "5");
        CastExpression cast = new(new ColumnExpression(0, DataType.String), DataType.Int, isTry: false, legacy: false);
        Column result = cast.Evaluate(CastTester.Context(), new Batch([column], 2), new Selection([1]));
        Assert.Equal(5, ColumnValues.Get(result, DataType.Int, 1));
    }

    [Fact]
    public void TRY_CAST_and_legacy_CAST_give_NULL()
    {
        Assert.Equal([null, 5, null], CastTester.Cast(DataType.String, DataType.Int, ["x", "5", null], isTry: true));
        Assert.Equal([null, 5, null], CastTester.Cast(DataType.String, DataType.Int, ["x", "5", null], legacy: true));
    }

    [Fact]
    public void A_second_batch_is_not_marked_by_the_failures_of_the_first()
    {
        CastExpression cast = new(new ColumnExpression(0, DataType.Array(DataType.String)), DataType.Array(DataType.Int), isTry: true, legacy: false);
        EvaluationContext context = CastTester.Context();
        Assert.Null(Once("x"));
        Assert.Equal([1], (object?[]?)Once("1"));

        object? Once(string element)
        {
            DataType type = DataType.Array(DataType.String);
            Column column = ColumnFactory.Create(type, 1);
            ColumnValues.Set(column, type, 0, new object?[] { element });
            Column result = cast.Evaluate(context, new Batch([column], 1), new Selection(1));
            object? value = ColumnValues.Get(result, cast.Type, 0);
            result.Release();
            return value;
        }
    }

    [Fact]
    public void The_result_is_nullable_as_the_operand_is_and_that_of_TRY_CAST_always()
    {
        ColumnExpression operand = new(0, DataType.Int.NotNull());
        Assert.False(new CastExpression(operand, DataType.BigInt, isTry: false, legacy: false).Type.IsNullable);
        Assert.True(new CastExpression(operand, DataType.BigInt.NotNull(), isTry: true, legacy: false).Type.IsNullable);
        Assert.True(new CastExpression(new ColumnExpression(0, DataType.Int), DataType.BigInt.NotNull(), isTry: false, legacy: false).Type.IsNullable);
    }

    [Fact]
    public void A_cast_that_changes_nothing_hands_the_column_on()
    {
        Column column = ColumnFactory.Create(DataType.VarChar(3), 1);
        CastExpression cast = new(new ColumnExpression(0, DataType.VarChar(3)), DataType.String, isTry: false, legacy: false);
        Assert.Same(column, cast.Evaluate(CastTester.Context(), new Batch([column], 1), new Selection(1)));
    }

    [Fact]
    public void There_is_no_cast_between_strangers()
    {
        Assert.Null(CastKernels.Find(DataType.Date, DataType.Int));
        Assert.Null(CastKernels.Find(DataType.Boolean, DataType.Bytes));
        Assert.Null(CastKernels.Find(DataType.Array(DataType.Date), DataType.Array(DataType.Int)));
        Assert.Null(CastKernels.Find(s_row, DataType.Row(new RowField("a", DataType.Int))));
        Assert.Throws<ArgumentException>(() => new CastExpression(new ColumnExpression(0, DataType.Time()), DataType.Date, isTry: false, legacy: false));
    }

    [Fact]
    public void A_nested_value_with_a_part_that_cannot_be_cast_is_NULL_as_a_whole()
    {
        DataType numbers = DataType.Row(new RowField("x", DataType.Int), new RowField("y", DataType.Int));
        Assert.Equal([null, new object?[] { 1, 2 }, null, new object?[] { 3, null }], CastTester.Cast(s_row, numbers, [new object?[] { 1, "x" }, new object?[] { 1, "2" }, null, new object?[] { 3, null }], isTry: true));
        DataType map = DataType.Map(DataType.String, DataType.String);
        Assert.Null(CastTester.CastOne(map, DataType.Map(DataType.Int, DataType.String), new[] { KeyValuePair.Create<object?, object?>("x", "1") }, isTry: true));
        DataType deep = DataType.Array(DataType.Array(DataType.String));
        Assert.Equal(
            [null, new object?[] { new object?[] { 1 }, null }],
            CastTester.Cast(deep, DataType.Array(DataType.Array(DataType.Int)), [new object?[] { new object?[] { "1", "x" } }, new object?[] { new object?[] { "1" }, null }], isTry: true));
        Assert.Throws<EvaluationException>(() => CastTester.CastOne(deep, DataType.Array(DataType.Array(DataType.Int)), new object?[] { new object?[] { "x" } }));
    }

    [Fact]
    public void Of_keys_that_become_equal_the_last_value_stays()
    {
        KeyValuePair<object?, object?>[] map = [new("ab", 1), new("cd", 2), new("ae", 3)];
        DataType from = DataType.Map(DataType.String, DataType.Int);
        object? result = CastTester.CastOne(from, DataType.Map(DataType.VarChar(1), DataType.BigInt), map);
        Assert.Equal([new("a", 3L), new("c", 2L)], (KeyValuePair<object?, object?>[])result!);
    }

    [Fact]
    public void Rows_that_share_elements_are_cast_alike()
    {
        DataType from = DataType.Array(DataType.Int);
        DataType to = DataType.Array(DataType.String);
        Column column = ColumnFactory.Create(from, 4);
        ColumnValues.Fill(column, from, 4, new object?[] { 1, null, 3 });
        CastExpression cast = new(new ColumnExpression(0, from), to, isTry: false, legacy: false);
        Column result = cast.Evaluate(CastTester.Context(), new Batch([column], 4), new Selection(4));
        for (int row = 0; row < 4; row++)
        {
            Assert.Equal(["1", null, "3"], (object?[])ColumnValues.Get(result, to, row)!);
        }
    }

    [Fact]
    public void Legacy_casts_neither_cut_nor_pad_and_write_the_old_style()
    {
        Assert.Equal("abcdef", CastTester.CastOne(DataType.String, DataType.Char(3), "abcdef", legacy: true));
        Assert.Equal("123456", CastTester.CastOne(DataType.Int, DataType.VarChar(3), 123456, legacy: true));
        Assert.Equal(new byte[] { 97 }, CastTester.CastOne(DataType.String, DataType.Binary(3), "a", legacy: true));
        Assert.Equal("true", CastTester.CastOne(DataType.Boolean, DataType.String, true, legacy: true));
        Assert.Equal("(1,null)", CastTester.CastOne(s_row, DataType.String, new object?[] { 1, null }, legacy: true));
    }

    [Fact]
    public void A_character_of_two_UTF_16_units_cut_in_half_becomes_a_question_mark()
    {
        Assert.Equal("a?", CastTester.CastOne(DataType.Bytes, DataType.VarChar(2), System.Text.Encoding.UTF8.GetBytes("a😀")));
        Assert.Equal("a😀 ", CastTester.CastOne(DataType.Bytes, DataType.Char(4), System.Text.Encoding.UTF8.GetBytes("a😀")));
        Assert.Equal("a😀", CastTester.CastOne(DataType.String, DataType.VarChar(2), "a😀b"));
    }

    public static TheoryData<DataType, object, DataType> HotCasts => new()
    {
        { DataType.Int, 12345, DataType.BigInt },
        { DataType.Int, -12345, DataType.String },
        { DataType.Double, 1234.56, DataType.String },
        { DataType.Double, 1234.56, DataType.Decimal(10, 1) },
        { DataType.Timestamp(3), 1_767_268_800_000L, DataType.VarChar(10) },
        { DataType.String, "2026-01-01 12:00:00.5", DataType.Timestamp(3) },
        { DataType.String, "12.5", DataType.Decimal(10, 1) },
        { DataType.String, "12.5", DataType.Double },
    };

    [Theory]
    [MemberData(nameof(HotCasts))]
    public void A_cast_allocates_nothing_once_it_is_warm(DataType from, object value, DataType to)
    {
        Column column = ColumnFactory.Create(from, 100);
        ColumnValues.Fill(column, from, 100, value);
        column.SetNull(7);
        CastExpression cast = new(new ColumnExpression(0, from), to, isTry: false, legacy: false);
        EvaluationContext context = CastTester.Context();
        Batch batch = new([column], 100);
        for (int i = 0; i < 3; i++)
        {
            cast.Evaluate(context, batch, new Selection(100)).Release();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        cast.Evaluate(context, batch, new Selection(100)).Release();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
