using System.Security.Cryptography;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>RAND, RAND_INTEGER and UUID. Without a seed, or with a constant one, a task draws from one stream; a seed by row gives the first number of that seed.</summary>
public static class RandomKernels
{
    private static int s_streams;

    /// <summary>RAND with a constant seed, or none.</summary>
    public static ScalarKernel Doubles(int? seed)
    {
        JavaRandom? stream = seed is { } fixedSeed ? new JavaRandom(fixedSeed) : null;
        return (_, result, rows, context) =>
        {
            JavaRandom random = stream ?? Unseeded(context);
            Span<double> to = ((FixedColumn<double>)result).Values;
            foreach (int row in rows)
            {
                to[row] = random.NextDouble();
            }

            stream = random;
        };
    }

    /// <summary>RAND with a seed by row (argument 0).</summary>
    public static void DoublesBySeed(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ReadOnlySpan<int> seeds = ((FixedColumn<int>)arguments[0]).Values;
        Span<double> to = ((FixedColumn<double>)result).Values;
        foreach (int row in rows)
        {
            to[row] = new JavaRandom(seeds[row]).NextDouble();
        }
    }

    /// <summary>RAND_INTEGER with a constant seed, or none; the bound is the last argument.</summary>
    public static ScalarKernel Integers(int? seed)
    {
        JavaRandom? stream = seed is { } fixedSeed ? new JavaRandom(fixedSeed) : null;
        return (arguments, result, rows, context) =>
        {
            JavaRandom random = stream ?? Unseeded(context);
            ReadOnlySpan<int> bounds = ((FixedColumn<int>)arguments[^1]).Values;
            Span<int> to = ((FixedColumn<int>)result).Values;
            foreach (int row in rows)
            {
                to[row] = random.NextInt(Checked(bounds[row]));
            }

            stream = random;
        };
    }

    /// <summary>RAND_INTEGER with a seed by row (argument 0) and a bound (argument 1).</summary>
    public static void IntegersBySeed(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ReadOnlySpan<int> seeds = ((FixedColumn<int>)arguments[0]).Values;
        ReadOnlySpan<int> bounds = ((FixedColumn<int>)arguments[1]).Values;
        Span<int> to = ((FixedColumn<int>)result).Values;
        foreach (int row in rows)
        {
            to[row] = new JavaRandom(seeds[row]).NextInt(Checked(bounds[row]));
        }
    }

    /// <summary>
    /// UUID, version 4. The bits are the system's own: identifiers must not repeat between tasks, runs and replays, which no seed could promise.
    /// </summary>
    public static void Uuid(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn to = (BytesColumn)result;
        Span<byte> bits = stackalloc byte[16];
        foreach (int row in rows)
        {
            RandomNumberGenerator.Fill(bits);
            bits[6] = (byte)((bits[6] & 0x0F) | 0x40);
            bits[8] = (byte)((bits[8] & 0x3F) | 0x80);
            _ = new Guid(bits, bigEndian: true).TryFormat(to.Reserve(36), out int length);
            to.Commit(row, length);
        }
    }

    // Time comes from outside, and the count keeps streams that start in one tick apart; so a run under a simulated clock can be replayed.
    private static JavaRandom Unseeded(EvaluationContext context) =>
        new(context.Clock.GetUtcNow().Ticks ^ unchecked(Interlocked.Increment(ref s_streams) * 0x9E3779B97F4A7C1L));

    private static int Checked(int bound) => bound > 0 ? bound : throw new EvaluationException($"RAND_INTEGER needs a bound above zero, not {bound}.");
}
