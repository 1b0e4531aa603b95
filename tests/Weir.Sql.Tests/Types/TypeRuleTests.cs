using Weir.Engine.Tests.Casts;
using Weir.Engine.Types;
using Weir.Sql.Types;

namespace Weir.Sql.Tests.Types;

/// <summary>The rules for types against what Apache Flink 2.3 says for each pair; the files were made by asking it.</summary>
public class TypeRuleTests
{
    [Fact]
    public void Two_types_have_the_common_type_that_Flink_finds() => Check("common-types.tsv", parts =>
    {
        DataType? common = CommonType.Of(TypeReader.Read(parts[0]), TypeReader.Read(parts[1]));
        return (parts[3], common?.ToString().Replace("`", string.Empty, StringComparison.Ordinal) ?? "-");
    });

    [Fact]
    public void Types_are_cast_implicitly_where_Flink_does_so() => Check("common-types.tsv", parts =>
        (parts[2], CastRules.CanCastImplicitly(TypeReader.Read(parts[0]), TypeReader.Read(parts[1])) ? "Y" : "."));

    [Fact]
    public void A_cast_is_refused_where_Flink_refuses_it_and_in_its_words() => Check("explicit-casts.tsv", parts =>
    {
        string refusal = CastRules.Refusal(TypeReader.Read(parts[0]), TypeReader.Read(parts[1])) ?? string.Empty;
        return (parts[2], parts[2].Length > 0 && refusal.StartsWith(parts[2], StringComparison.Ordinal) ? parts[2] : refusal);
    });

    [Fact]
    public void A_column_is_stored_where_Flink_stores_it() => Check("inserts.tsv", parts =>
        (parts[2], StoreAssignment.CanStore(TypeReader.Read(parts[0]), TypeReader.Read(parts[1])) ? "Y" : "."));

    [Fact]
    public void What_may_be_cast_can_be_cast_by_the_engine() => Check("explicit-casts.tsv", parts =>
    {
        DataType from = TypeReader.Read(parts[0]);
        DataType to = TypeReader.Read(parts[1]);
        bool allowed = CastRules.CanCastExplicitly(from, to);
        bool stored = StoreAssignment.CanStore(from, to);
        return (allowed || stored ? "a kernel" : string.Empty, !allowed && !stored ? string.Empty : Weir.Engine.Casts.CastKernels.Find(from, to) is null ? "none" : "a kernel");
    });

    [Theory]
    [InlineData("DECIMAL(10, 2)", "DECIMAL(5, 1)", "DECIMAL(11, 2)", "DECIMAL(16, 3)", "DECIMAL(17, 8)", "DECIMAL(6, 2)")]
    [InlineData("DECIMAL(38, 10)", "DECIMAL(38, 10)", "DECIMAL(38, 9)", "DECIMAL(38, 6)", "DECIMAL(38, 6)", "DECIMAL(38, 10)")]
    [InlineData("DECIMAL(20, 0)", "DECIMAL(3, 0)", "DECIMAL(21, 0)", "DECIMAL(24, 0)", "DECIMAL(26, 6)", "DECIMAL(3, 0)")]
    public void Arithmetic_on_decimals_has_Flinks_types(string left, string right, string sum, string product, string quotient, string rest)
    {
        DataType l = TypeReader.Read(left);
        DataType r = TypeReader.Read(right);
        Assert.Equal(sum + " NOT NULL", DecimalTypes.Addition(l, r).ToString());
        Assert.Equal(product + " NOT NULL", DecimalTypes.Multiplication(l, r).ToString());
        Assert.Equal(quotient + " NOT NULL", DecimalTypes.Division(l, r).ToString());
        Assert.Equal(rest + " NOT NULL", DecimalTypes.Modulo(l, r).ToString());
    }

    [Fact]
    public void Aggregates_and_ROUND_of_decimals_have_Flinks_types()
    {
        DataType type = DataType.Decimal(10, 2);
        Assert.Equal("DECIMAL(38, 2)", DecimalTypes.Sum(type).ToString());
        Assert.Equal("DECIMAL(38, 6)", DecimalTypes.Average(type).ToString());
        Assert.Equal("DECIMAL(38, 8)", DecimalTypes.Average(DataType.Decimal(38, 8)).ToString());
        Assert.Equal("BIGINT NOT NULL", DecimalTypes.Sum(DataType.BigInt.NotNull()).ToString());
        Assert.Equal("DECIMAL(10, 2) NOT NULL", DecimalTypes.Round(type, 2).ToString());
        Assert.Equal("DECIMAL(10, 1) NOT NULL", DecimalTypes.Round(type, 1).ToString());
        Assert.Equal("DECIMAL(9, 0) NOT NULL", DecimalTypes.Round(type, -1).ToString());
    }

    [Fact]
    public void The_common_type_of_many_is_nullable_when_one_is()
    {
        Assert.Equal("BIGINT NOT NULL", CommonType.Of([DataType.Int.NotNull(), DataType.BigInt.NotNull()])!.ToString());
        Assert.Equal("BIGINT", CommonType.Of([DataType.Int.NotNull(), DataType.Null, DataType.BigInt.NotNull()])!.ToString());
        Assert.Equal("CHAR(3) NOT NULL", CommonType.Of([DataType.Char(3).NotNull(), DataType.Char(3).NotNull()])!.ToString());
        Assert.Null(CommonType.Of([DataType.Int, DataType.String]));
        Assert.Equal("ARRAY<INT>", CommonType.Of(DataType.Array(DataType.Null), DataType.Array(DataType.Int.NotNull()))!.ToString());
    }

    [Fact]
    public void A_mismatch_names_the_column_of_the_sink()
    {
        RowField[] query = [new("EXPR$0", DataType.Int), new("b", DataType.String)];
        RowField[] sink = [new("x", DataType.BigInt.NotNull()), new("y", DataType.Boolean)];
        string? cause = StoreAssignment.Mismatch(query, sink);
        Assert.Equal("Incompatible types for sink column 'y' at position 2.", cause);
        Assert.Equal(
            "Column types of query result and sink for 'c.d.t' do not match.\nCause: Incompatible types for sink column 'y' at position 2.\n\nQuery schema: [EXPR$0: INT, b: STRING]\nSink schema:  [x: BIGINT NOT NULL, y: BOOLEAN]",
            StoreAssignment.Message("c.d.t", cause!, query, sink));
        Assert.Equal("Different number of columns.", StoreAssignment.Mismatch(query, [sink[0]]));
        Assert.Null(StoreAssignment.Mismatch(query, [sink[0], new("y", DataType.VarChar(3))]));
    }

    [Fact]
    public void A_stored_column_is_cast_only_where_its_values_change()
    {
        Assert.False(StoreAssignment.NeedsCast(DataType.Int.NotNull(), DataType.Int));
        Assert.False(StoreAssignment.NeedsCast(DataType.Char(3), DataType.VarChar(3)));
        Assert.True(StoreAssignment.NeedsCast(DataType.String, DataType.VarChar(3)));
        Assert.True(StoreAssignment.NeedsCast(DataType.VarChar(3), DataType.Char(3)));
        Assert.True(StoreAssignment.NeedsCast(DataType.Int, DataType.BigInt));
        Assert.False(StoreAssignment.NeedsCast(DataType.Array(DataType.Int.NotNull()), DataType.Array(DataType.Int)));
        Assert.True(StoreAssignment.NeedsCast(DataType.Row(new RowField("a", DataType.Int)), DataType.Row(new RowField("a", DataType.BigInt))));
        Assert.False(StoreAssignment.NeedsCast(DataType.Row(new RowField("a", DataType.Int)), DataType.Row(new RowField("b", DataType.Int))));
    }

    private static void Check(string file, Func<string[], (string Expected, string Actual)> judge)
    {
        List<string> wrong = [];
        int count = 0;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Types", file)))
        {
            string[] parts = line.Split('\t');
            (string expected, string actual) = judge(parts);
            if (expected != actual)
            {
                wrong.Add($"{parts[0]} and {parts[1]}: {actual}, not {expected}");
            }

            count++;
        }

        Assert.True(count > 500);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(60)));
    }
}
