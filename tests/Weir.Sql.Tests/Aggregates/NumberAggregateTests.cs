using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Sql.Tests.Aggregates;

public sealed class NumberAggregateTests
{
    private static readonly DataType s_decimal = DataType.Decimal(10, 2);

    [Fact]
    public void Sums_wrap_around_in_the_type_of_their_argument()
    {
        Assert.Equal((sbyte)-55, new AggregateTester("SUM", [DataType.TinyInt]).Of((sbyte)100, null, (sbyte)101));
        Assert.Equal(-294967295, new AggregateTester("SUM", [DataType.Int]).Of(2000000000, 2000000001));
        Assert.Equal(6.6000004f, new AggregateTester("SUM", [DataType.Float]).Of(1.1f, 2.2f, 3.3f));
        Assert.Equal(3L, new AggregateTester("SUM", [DataType.BigInt], distinct: true).Of(1L, 2L, 1L, null, 2L));
    }

    [Fact]
    public void A_sum_of_nothing_is_NULL_but_for_the_one_that_is_zero()
    {
        Assert.Null(new AggregateTester("SUM", [DataType.Int]).Of());
        Assert.Null(new AggregateTester("SUM", [s_decimal]).Of(null, null));
        Assert.Equal(0, new AggregateTester("$SUM0", [DataType.Int]).Of(null, null));
        Assert.Equal((Int128)0, new AggregateTester("$SUM0", [s_decimal]).Of());
        Assert.Null(new AggregateTester("AVG", [DataType.Int]).Of());
        Assert.Null(new AggregateTester("VAR_POP", [DataType.Int]).Of());
    }

    [Fact]
    public void Means_of_whole_numbers_are_cut_off_and_do_not_overflow_on_the_way()
    {
        Assert.Equal((sbyte)100, new AggregateTester("AVG", [DataType.TinyInt]).Of((sbyte)100, (sbyte)101, (sbyte)101));
        Assert.Equal(2000000001, new AggregateTester("AVG", [DataType.Int]).Of(2000000000, 2000000001, 2000000004));
        Assert.Equal(-2L, new AggregateTester("AVG", [DataType.BigInt]).Of(-2L, -3L));
        Assert.Equal(1.6500001f, new AggregateTester("AVG", [DataType.Float]).Of(1.1f, 2.2f));
        Assert.Equal(1.5, new AggregateTester("AVG", [DataType.Double]).Of(1.0, 2.0));
        Assert.Equal((Int128)3_840_000, new AggregateTester("AVG", [s_decimal]).Of((Int128)125, (Int128)250, (Int128)777));
        Assert.Equal((Int128)3_333, new AggregateTester("AVG", [s_decimal]).Of((Int128)1, (Int128)0, (Int128)0));
    }

    [Fact]
    public void A_decimal_sum_of_more_than_38_digits_is_NULL_until_it_is_less_again()
    {
        DataType wide = DataType.Decimal(38, 0);
        Int128 most = Int128.Parse(new string('9', 38), null);
        AggregateTester sum = new("SUM", [wide]);
        Assert.Null(sum.Of(most, Int128.One));
        Assert.Null(sum.Of(most, most, most, most));
        Assert.Null(sum.Of(-most, -most, -most));
        Assert.Equal(-most, sum.Of(most, most, most, -most, -most, -most, -most));
        Assert.Equal(most, sum.Changes([(RowKind.Insert, [most]), (RowKind.Insert, [most]), (RowKind.Insert, [most]), (RowKind.Delete, [most]), (RowKind.Delete, [most])]));
    }

    [Fact]
    public void Variances_have_the_digits_that_Flink_has()
    {
        object?[] doubles = [2.5, 3.7, 9.1];
        Assert.Equal(0.3600000000000001, new AggregateTester("VAR_POP", [DataType.Double]).Of(2.5, 3.7));
        Assert.Equal(0.7200000000000002, new AggregateTester("VAR_SAMP", [DataType.Double]).Of(2.5, null, 3.7));
        Assert.Equal(2.870540018881465, new AggregateTester("STDDEV_POP", [DataType.Double]).Of(doubles));
        Assert.Equal(3.515679166249389, new AggregateTester("STDDEV_SAMP", [DataType.Double]).Of(doubles));
        Assert.Equal(0.55f, new AggregateTester("STDDEV_POP", [DataType.Float]).Of((double)1.1f, (double)2.2f));
        Assert.Equal((Int128)7_982_867, new AggregateTester("VAR_POP", [s_decimal]).Of(1.25, 2.5, 7.77));
        Assert.Equal((Int128)3_460_390, new AggregateTester("STDDEV_SAMP", [s_decimal]).Of(1.25, 2.5, 7.77));
    }

    [Fact]
    public void Variances_of_whole_numbers_are_cut_off()
    {
        Assert.Equal(124, new AggregateTester("VAR_POP", [DataType.Int]).Of(10.0, 20.0, 37.0));
        Assert.Equal(186, new AggregateTester("VARIANCE", [DataType.Int]).Of(10.0, 20.0, 37.0));
        Assert.Equal(13, new AggregateTester("STDDEV", [DataType.Int]).Of(10.0, 20.0, 37.0));
        Assert.Equal((sbyte)4, new AggregateTester("STDDEV_SAMP", [DataType.TinyInt]).Of(1.0, 5.0, 9.0));
        Assert.Equal(1L, new AggregateTester("VAR_POP", [DataType.BigInt], distinct: true).Of(5L, 7L, 5L, null));
        Assert.Equal((Int128)1_000_000, new AggregateTester("VAR_POP", [s_decimal], distinct: true).Of((Int128)500, (Int128)700, (Int128)500));
    }

    [Fact]
    public void A_sample_of_one_has_no_variance_and_a_population_of_one_has_none_to_speak_of()
    {
        Assert.Null(new AggregateTester("VAR_SAMP", [DataType.Double]).Of(3.0));
        Assert.Null(new AggregateTester("STDDEV_SAMP", [DataType.Int]).Of(3.0));
        Assert.Equal(0.0, new AggregateTester("VAR_POP", [DataType.Double]).Of(3.0));
        Assert.Equal(0, new AggregateTester("STDDEV_POP", [DataType.Int]).Of(3.0));
    }

    [Fact]
    public void Counts_look_at_NULL_in_any_argument()
    {
        Assert.Equal(3L, new AggregateTester("COUNT", Array.Empty<DataType>()).OfRows([], [], []));
        Assert.Equal(2L, new AggregateTester("COUNT", [DataType.Int]).Of(1, null, 1));
        Assert.Equal(1L, new AggregateTester("COUNT", [DataType.Int, DataType.String]).OfRows([1, "a"], [null, "a"], [1, null]));
        Assert.Equal(2L, new AggregateTester("COUNT", [DataType.Int, DataType.String], distinct: true).OfRows([1, "a"], [1, "a"], [2, "a"], [null, "b"]));
        Assert.Equal(0L, new AggregateTester("COUNT", [DataType.Int], distinct: true).Of());
    }

    [Fact]
    public void Distinct_counts_take_values_of_every_layout()
    {
        Assert.Equal(2L, new AggregateTester("COUNT", [DataType.BigInt], distinct: true).Of(1L, null, 1L, -1L));
        Assert.Equal(2L, new AggregateTester("COUNT", [DataType.Boolean], distinct: true).Of(true, false, true));
        Assert.Equal(2L, new AggregateTester("COUNT", [DataType.SmallInt], distinct: true).Of((short)1, (short)2, (short)1));
        Assert.Equal(1L, new AggregateTester("COUNT", [DataType.TinyInt], distinct: true).Of((sbyte)1, (sbyte)1));
        Assert.Equal(3L, new AggregateTester("COUNT", [DataType.Double], distinct: true).Of(double.NaN, -double.NaN, 0.0, 1.5));
        Assert.Equal(2L, new AggregateTester("COUNT", [DataType.Float], distinct: true).Of(float.NaN, 1f, 1f));
        Assert.Equal(2L, new AggregateTester("COUNT", [DataType.String], distinct: true).Of("a", "b", "a", null));
        Assert.Equal(1L, new AggregateTester("COUNT", [DataType.Timestamp(6)], distinct: true).Of((Int128)5, (Int128)5));
        Assert.Equal(
            1L, new AggregateTester("COUNT", [DataType.Int], distinct: true).Changes([(RowKind.Insert, [1]), (RowKind.Insert, [1]), (RowKind.Insert, [2]), (RowKind.Delete, [1]), (RowKind.UpdateBefore, [2])]));
    }
}
