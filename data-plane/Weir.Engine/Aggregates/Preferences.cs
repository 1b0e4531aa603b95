namespace Weir.Engine.Aggregates;

/// <summary>Says whether a value takes the place of the one held.</summary>
public interface IPreference<T>
{
    /// <summary>Whether <paramref name="candidate"/> is to be held from now on.</summary>
    static abstract bool Prefers(T candidate, T held);
}

/// <summary>The same for bytes, whose spans cannot be type arguments.</summary>
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
}

/// <summary>MAX.</summary>
public readonly struct PreferGreater<T> : IPreference<T>
    where T : IComparable<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => ValueOrder.Compare(candidate, held) > 0;
}

/// <summary>FIRST_VALUE: what is held stays.</summary>
public readonly struct PreferFirst<T> : IPreference<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => false;
}

/// <summary>LAST_VALUE: the newest.</summary>
public readonly struct PreferLast<T> : IPreference<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => true;
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
