using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Benchmarks.Data;

/// <summary>Takes the checksum of what the engine puts out. <paramref name="ties"/> are the positions of the two numbers that belong together; none for rows that pass through.</summary>
internal sealed class ChecksumSink(int columns, (int First, int Second)? ties) : TableSink
{
    private Checksum _sum = new(columns);

    public long Total => _sum.Total;

    public override SinkGuarantee Guarantee => SinkGuarantee.None;

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.All;

    public override void Open(SinkContext context) => _sum = new Checksum(columns);

    public override void Write(Batch batch)
    {
        for (int c = 0; c < columns; c++)
        {
            switch (batch.Columns[c])
            {
                case FixedColumn<long> numbers:
                    _sum.Columns[c] += Numbers(numbers, batch.Rows);
                    break;
                case FixedColumn<Int128> wide:
                    AddWide(c, wide, batch.Rows);
                    break;
                case BytesColumn texts:
                    _sum.AddTexts(c, texts, batch.Rows);
                    break;
                default:
                    throw new InvalidOperationException($"No checksum for {batch.Columns[c].Physical}.");
            }
        }

        _sum.Rows += batch.SelectedCount;
        AddKinds(batch);
    }

    private static long Numbers(FixedColumn<long> numbers, Selection rows)
    {
        if (numbers.HasNulls)
        {
            return NumbersOrNulls(numbers, rows);
        }

        ReadOnlySpan<long> values = numbers.Values;
        if (rows.IsDense)
        {
            return Checksum.Sum(values[..rows.Count]);
        }

        long sum = 0;
        foreach (int row in rows.Indices)
        {
            sum += values[row];
        }

        return sum;
    }

    private static long NumbersOrNulls(FixedColumn<long> numbers, Selection rows)
    {
        long sum = 0;
        foreach (int row in rows)
        {
            sum += numbers.IsNull(row) ? Checksum.Null : numbers[row];
        }

        return sum;
    }

    private void AddWide(int column, FixedColumn<Int128> wide, Selection rows)
    {
        ReadOnlySpan<Int128> values = wide.Values;
        if (rows.IsDense && !wide.HasNulls && Vector256.IsHardwareAccelerated)
        {
            // In memory the halves take turns, the low one first.
            ReadOnlySpan<long> halves = MemoryMarshal.Cast<Int128, long>(values[..rows.Count]);
            Vector256<long> sums = default;
            int i = 0;
            for (; i <= halves.Length - Vector256<long>.Count; i += Vector256<long>.Count)
            {
                sums += Vector256.Create(halves[i..]);
            }

            for (; i < halves.Length; i += 2)
            {
                sums += Vector256.Create(halves[i], halves[i + 1], 0, 0);
            }

            _sum.Columns[column] += sums[0] + sums[2];
            _sum.High += sums[1] + sums[3];
            return;
        }

        foreach (int row in rows)
        {
            if (wide.IsNull(row))
            {
                _sum.Columns[column] += Checksum.Null;
                continue;
            }

            Int128 value = values[row];
            _sum.Columns[column] += (long)value;
            _sum.High += (long)(value >> 64);
        }
    }

    private void AddKinds(Batch batch)
    {
        Selection rows = batch.Rows;
        if (ties is not { } tied)
        {
            _sum.Kinds += rows.Count;
            return;
        }

        ReadOnlySpan<long> first = ((FixedColumn<long>)batch.Columns[tied.First]).Values;
        ReadOnlySpan<long> second = ((FixedColumn<long>)batch.Columns[tied.Second]).Values;
        if (batch.IsInsertOnly)
        {
            _sum.Kinds += rows.Count;
            foreach (int row in rows)
            {
                _sum.Ties += first[row] * second[row];
            }

            return;
        }

        ReadOnlySpan<RowKind> kinds = batch.Kinds;
        foreach (int row in rows)
        {
            long kind = (long)kinds[row] + 1;
            _sum.Kinds += kind;
            _sum.Ties += first[row] * second[row] * kind;
        }
    }
}
