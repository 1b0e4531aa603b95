using System.Buffers.Text;
using System.Numerics;
using Weir.Engine.Batches;

namespace Weir.Connectors.DataGen;

/// <summary>Numbers from start to end, each once over all partitions.</summary>
internal abstract class SequenceGenerator(long start, long end) : ValueGenerator
{
    /// <summary>end - start + 1.</summary>
    public override long Rows => unchecked((ulong)end - (ulong)start) >= long.MaxValue ? long.MaxValue : end - start + 1;

    /// <summary>The number of a row.</summary>
    protected long Number(in RowMoment moment) => start + moment.Row;
}

/// <summary>A sequence as numbers of any type.</summary>
internal sealed class NumberSequence<T>(long start, long end) : SequenceGenerator(start, end)
    where T : unmanaged, INumberBase<T>
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment) => ((FixedColumn<T>)column)[row] = T.CreateTruncating(Number(moment));
}

/// <summary>A sequence as DECIMAL.</summary>
internal sealed class DecimalSequence(long start, long end, Int128 unit) : SequenceGenerator(start, end)
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment) => ((FixedColumn<Int128>)column)[row] = Number(moment) * unit;
}

/// <summary>A sequence as text.</summary>
internal sealed class TextSequence(long start, long end) : SequenceGenerator(start, end)
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        BytesColumn text = (BytesColumn)column;
        Utf8Formatter.TryFormat(Number(moment), text.Reserve(20), out int written);
        text.Commit(row, written);
    }
}
