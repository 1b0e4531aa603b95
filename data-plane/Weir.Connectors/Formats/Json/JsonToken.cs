namespace Weir.Connectors.Formats.Json;

/// <summary>What a JSON value begins with.</summary>
internal enum JsonToken
{
    End,
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
    Unknown,
}
