namespace Weir.Engine.Functions.Arithmetic;

/// <summary>An interval in months times a BIGINT, which is cut to 32 bits as in Flink.</summary>
public readonly struct MonthsTimes : IBinaryOp<int, long, int>
{
    /// <inheritdoc/>
    public static int Apply(int left, long right) => unchecked(left * (int)right);
}
