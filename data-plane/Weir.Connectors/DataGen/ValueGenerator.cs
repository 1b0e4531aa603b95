using Weir.Engine.Batches;

namespace Weir.Connectors.DataGen;

/// <summary>What a value is made of beside chance.</summary>
/// <param name="Row">The row's number over all partitions, from 0.</param>
/// <param name="NowMs">Processing time, in milliseconds since 1970-01-01 UTC.</param>
internal readonly record struct RowMoment(long Row, long NowMs);

/// <summary>Makes the values of a field.</summary>
internal abstract class ValueGenerator
{
    /// <summary>How many rows it can give; none has an end unless it says so.</summary>
    public virtual long Rows => long.MaxValue;

    /// <summary>Writes a value to a row of the column.</summary>
    public abstract void Generate(Column column, int row, ref SplitMix random, in RowMoment moment);
}

/// <summary>Makes some values NULL.</summary>
internal sealed class SometimesNull(ValueGenerator inner, double rate) : ValueGenerator
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        if (random.NextDouble() < rate)
        {
            column.SetNull(row);
            return;
        }

        column.SetValid(row);
        inner.Generate(column, row, ref random, moment);
    }
}
