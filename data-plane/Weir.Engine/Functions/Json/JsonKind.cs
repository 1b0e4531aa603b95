namespace Weir.Engine.Functions.Json;

/// <summary>What a JSON value is.</summary>
internal enum JsonKind : byte
{
    Null,
    False,
    True,

    /// <summary>A number without point and exponent.</summary>
    Integer,

    /// <summary>A number with a point or an exponent, kept exactly.</summary>
    Decimal,

    /// <summary>A result of a path function, already in the form that Java gives a double.</summary>
    Double,
    String,
    Array,
    Object,
}
