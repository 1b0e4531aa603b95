namespace Weir.Engine.Functions.Comparison;

/// <summary>What a comparison makes of an order (negative, 0 or positive), as a type.</summary>
public interface IOrderTest
{
    /// <summary>1 when the comparison holds, otherwise 0.</summary>
    static abstract byte Apply(int order);
}

/// <summary>=.</summary>
public readonly struct IsEqual : IOrderTest
{
    /// <inheritdoc/>
    public static byte Apply(int order) => order == 0 ? (byte)1 : (byte)0;
}

/// <summary>&lt;&gt;.</summary>
public readonly struct IsNotEqual : IOrderTest
{
    /// <inheritdoc/>
    public static byte Apply(int order) => order != 0 ? (byte)1 : (byte)0;
}

/// <summary>&lt;.</summary>
public readonly struct IsLess : IOrderTest
{
    /// <inheritdoc/>
    public static byte Apply(int order) => order < 0 ? (byte)1 : (byte)0;
}

/// <summary>&lt;=.</summary>
public readonly struct IsLessOrEqual : IOrderTest
{
    /// <inheritdoc/>
    public static byte Apply(int order) => order <= 0 ? (byte)1 : (byte)0;
}

/// <summary>&gt;.</summary>
public readonly struct IsGreater : IOrderTest
{
    /// <inheritdoc/>
    public static byte Apply(int order) => order > 0 ? (byte)1 : (byte)0;
}

/// <summary>&gt;=.</summary>
public readonly struct IsGreaterOrEqual : IOrderTest
{
    /// <inheritdoc/>
    public static byte Apply(int order) => order >= 0 ? (byte)1 : (byte)0;
}
