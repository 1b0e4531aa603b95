using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Engine.Batches;

namespace Weir.Engine.Aggregates;

/// <summary>Says whether a value takes the place of the one held.</summary>
public interface IPreference<T>
{
    /// <summary>Whether <paramref name="candidate"/> is to be held from now on.</summary>
    static abstract bool Prefers(T candidate, T held);

    /// <summary>The one that is held after all of these, one after another; there is one at least.</summary>
    static abstract T BestOf(ReadOnlySpan<T> values);
}

/// <summary>What a preference comes to, value by value.</summary>
internal static class Preference
{
    public static T Best<T, TPreference>(ReadOnlySpan<T> values)
        where TPreference : IPreference<T>
    {
        T best = values[0];
        foreach (T value in values)
        {
            best = TPreference.Prefers(value, best) ? value : best;
        }

        return best;
    }
}

/// <summary>A preference among bytes, whose spans cannot be type arguments.</summary>
public interface IBytesPreference
{
    /// <summary>Whether <paramref name="candidate"/> is to be held from now on.</summary>
    static abstract bool Prefers(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> held);
}

/// <summary>MIN.</summary>
public readonly struct PreferLess<T> : IPreference<T>
    where T : IComparable<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => ValueOrder.Compare(candidate, held) < 0;

    /// <inheritdoc/>
    public static T BestOf(ReadOnlySpan<T> values)
    {
        if (typeof(T) == typeof(long))
        {
            return (T)(object)Extremes.Lowest(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, long>(ref MemoryMarshal.GetReference(values)), values.Length));
        }

        return Preference.Best<T, PreferLess<T>>(values);
    }
}

/// <summary>MAX.</summary>
public readonly struct PreferGreater<T> : IPreference<T>
    where T : IComparable<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => ValueOrder.Compare(candidate, held) > 0;

    /// <inheritdoc/>
    public static T BestOf(ReadOnlySpan<T> values)
    {
        if (typeof(T) == typeof(long))
        {
            return (T)(object)Extremes.Highest(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, long>(ref MemoryMarshal.GetReference(values)), values.Length));
        }

        return Preference.Best<T, PreferGreater<T>>(values);
    }
}

/// <summary>FIRST_VALUE: what is held stays.</summary>
public readonly struct PreferFirst<T> : IPreference<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => false;

    /// <inheritdoc/>
    public static T BestOf(ReadOnlySpan<T> values) => values[0];
}

/// <summary>LAST_VALUE: the newest.</summary>
public readonly struct PreferLast<T> : IPreference<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => true;

    /// <inheritdoc/>
    public static T BestOf(ReadOnlySpan<T> values) => values[^1];
}

/// <summary>MIN of bytes, compared unsigned.</summary>
public readonly struct PreferLessBytes : IBytesPreference
{
    /// <inheritdoc/>
    public static bool Prefers(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> held) => candidate.SequenceCompareTo(held) < 0;
}

/// <summary>MAX of bytes, compared unsigned.</summary>
public readonly struct PreferGreaterBytes : IBytesPreference
{
    /// <inheritdoc/>
    public static bool Prefers(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> held) => candidate.SequenceCompareTo(held) > 0;
}

/// <summary>FIRST_VALUE: what is held stays.</summary>
public readonly struct PreferFirstBytes : IBytesPreference
{
    /// <inheritdoc/>
    public static bool Prefers(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> held) => false;
}

/// <summary>LAST_VALUE: the newest.</summary>
public readonly struct PreferLastBytes : IBytesPreference
{
    /// <inheritdoc/>
    public static bool Prefers(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> held) => true;
}
