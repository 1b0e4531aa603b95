using System.Numerics;
using Weir.Engine.Batches;

namespace Weir.Connectors.DataGen;

internal sealed class RandomBoolean : ValueGenerator
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment) => ((FixedColumn<byte>)column)[row] = (byte)(random.Next() & 1);
}

/// <summary>Whole numbers, both bounds included.</summary>
internal sealed class RandomInteger<T>(long min, long max) : ValueGenerator
    where T : unmanaged, INumberBase<T>
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment) => ((FixedColumn<T>)column)[row] = T.CreateTruncating(random.Between(min, max));
}

/// <summary>FLOAT or DOUBLE.</summary>
internal sealed class RandomFloat<T>(double min, double max) : ValueGenerator
    where T : unmanaged, INumberBase<T>
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        double part = random.NextDouble();
        ((FixedColumn<T>)column)[row] = T.CreateTruncating((min * (1 - part)) + (max * part)); // max - min may be too large for a double
    }
}

/// <summary>DECIMAL.</summary>
internal sealed class RandomDecimal(Int128 min, Int128 max) : ValueGenerator
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        UInt128 span = (UInt128)(max - min) + 1;
        UInt128 bits = new(random.Next(), random.Next());
        ((FixedColumn<Int128>)column)[row] = min + (Int128)(bits % span);
    }
}

/// <summary>DATE: today. TIME: now.</summary>
internal sealed class CurrentDateOrTime(bool isDate, TimeZoneInfo zone) : ValueGenerator
{
    private const long MsPerDay = 86_400_000;

    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        long local = LocalTime.Of(moment.NowMs, zone);
        ((FixedColumn<int>)column)[row] = (int)(isDate ? Math.DivRem(local, MsPerDay).Quotient : local % MsPerDay);
    }
}

/// <summary>TIMESTAMP and TIMESTAMP_LTZ: now, or up to so long ago.</summary>
internal sealed class RecentTimestamp(long maxPastMs, TimeZoneInfo? zone) : ValueGenerator
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        long ms = moment.NowMs - (maxPastMs > 0 ? random.Between(0, maxPastMs) : 0);
        ms = zone is null ? ms : LocalTime.Of(ms, zone);
        if (column is FixedColumn<long> millis)
        {
            millis[row] = ms;
        }
        else
        {
            ((FixedColumn<Int128>)column)[row] = (Int128)ms * 1_000_000;
        }
    }
}

/// <summary>The time on the wall of a zone.</summary>
internal static class LocalTime
{
    public static long Of(long utcMs, TimeZoneInfo zone) =>
        utcMs + (ReferenceEquals(zone, TimeZoneInfo.Utc) ? 0 : (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(utcMs)).TotalMilliseconds);
}
