using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions.Arithmetic;

namespace Weir.Sql.Functions.Comparison;

/// <summary>One side of a comparison: an argument of a call, perhaps as another type that it is cast to first.</summary>
internal sealed record Side(FunctionCall Call, int Argument, DataType Type, bool UseConstants)
{
    /// <summary>Whether the argument is a constant.</summary>
    public bool IsConstant => Call.Arguments[Argument] is BoundLiteral;

    /// <summary>The same argument cast to another type.</summary>
    public Side As(DataType type) => this with { Type = type.WithNullable(Type.IsNullable) };

    /// <summary>The value as a constant of the type, or null.</summary>
    public T? Constant<T>(DataType type)
        where T : unmanaged => UseConstants ? Constants.Get<T>(Call, Argument, type) : null;

    /// <summary>The bytes of a constant, or null.</summary>
    public byte[]? Bytes() => UseConstants ? Constants.GetBytes(Call, Argument) : null;

    /// <summary>The type to cast the argument to, or null when it stays as it is: of the layout, scale and zone already, or a constant taken in here.</summary>
    public DataType? CastTo(DataType type)
    {
        DataType own = Call.TypeOf(Argument);
        bool same = own.SameAs(type) || (own.Root == type.Root && own.Physical == type.Physical && own.Scale == type.Scale && !own.IsNested);
        bool taken = UseConstants && Numbers.IsTakenIn(Call, Argument) && Constants.Of(Call, Argument, type) is not null;
        return same || taken ? null : type.WithNullable(own.IsNullable);
    }
}
