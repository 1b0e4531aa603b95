namespace Weir.Engine.Functions.Arithmetic;

/// <summary>left * leftFactor + right * rightFactor, where the result is known to fit 38 digits.</summary>
public readonly struct AddDecimal(Int128 leftFactor, Int128 rightFactor) : IDecimalOp
{
    /// <inheritdoc/>
    public static bool IsTotal => true;

    /// <inheritdoc/>
    public bool TryApply(Int128 left, Int128 right, out Int128 result)
    {
        result = unchecked((left * leftFactor) + (right * rightFactor));
        return true;
    }
}

/// <summary>left + right (or, when <paramref name="sign"/> is -1, left - right) for operands of one scale, where the result is known to fit 38 digits.</summary>
public readonly struct AddDecimalOfOneScale(Int128 sign) : IDecimalOp
{
    private readonly bool _subtract = sign < 0;

    /// <inheritdoc/>
    public static bool IsTotal => true;

    /// <inheritdoc/>
    public bool TryApply(Int128 left, Int128 right, out Int128 result)
    {
        result = unchecked(_subtract ? left - right : left + right);
        return true;
    }
}

/// <summary>left + sign * right where the result may have to give up digits.</summary>
public readonly struct AddDecimalWide(int leftScale, int rightScale, int sign, int precision, int scale) : IDecimalOp
{
    /// <inheritdoc/>
    public static bool IsTotal => false;

    /// <inheritdoc/>
    public bool TryApply(Int128 left, Int128 right, out Int128 result) =>
        DecimalArithmetic.TryAdd(left, leftScale, sign < 0 ? -right : right, rightScale, precision, scale, out result);
}

/// <summary>left * right, where the result is known to fit 38 digits.</summary>
public readonly struct MultiplyDecimal : IDecimalOp
{
    /// <inheritdoc/>
    public static bool IsTotal => true;

    /// <inheritdoc/>
    public bool TryApply(Int128 left, Int128 right, out Int128 result)
    {
        result = unchecked(left * right);
        return true;
    }
}

/// <summary>left * right where the result may have to give up digits.</summary>
public readonly struct MultiplyDecimalWide(int excess, int precision) : IDecimalOp
{
    /// <inheritdoc/>
    public static bool IsTotal => false;

    /// <inheritdoc/>
    public bool TryApply(Int128 left, Int128 right, out Int128 result) => DecimalArithmetic.TryMultiply(left, right, excess, precision, out result);
}

/// <summary>left / right; by zero it fails.</summary>
public readonly struct DivideDecimal(int shift, int precision) : IDecimalOp
{
    /// <inheritdoc/>
    public static bool IsTotal => false;

    /// <inheritdoc/>
    public bool TryApply(Int128 left, Int128 right, out Int128 result) => DecimalArithmetic.TryDivide(left, right, shift, precision, out result);
}

/// <summary>The remainder of left / right; by zero it fails.</summary>
public readonly struct RemainderDecimal(int leftScale, int rightScale, int precision) : IDecimalOp
{
    /// <inheritdoc/>
    public static bool IsTotal => false;

    /// <inheritdoc/>
    public bool TryApply(Int128 left, Int128 right, out Int128 result) => DecimalArithmetic.TryRemainder(left, leftScale, right, rightScale, precision, out result);
}
