namespace Weir.Engine.Functions.Json;

/// <summary>What a JSON function gives where a path leads nowhere, or fails.</summary>
public enum JsonBehavior : byte
{
    /// <summary>NULL (JSON_EXISTS: UNKNOWN).</summary>
    Null,

    /// <summary>The job fails.</summary>
    Error,

    /// <summary>A constant.</summary>
    Default,

    /// <summary>JSON_QUERY: <c>[]</c>.</summary>
    EmptyArray,

    /// <summary>JSON_QUERY: <c>{}</c>.</summary>
    EmptyObject,

    /// <summary>JSON_EXISTS: TRUE.</summary>
    True,

    /// <summary>JSON_EXISTS: FALSE.</summary>
    False,
}

/// <summary>How JSON_QUERY wraps its result into an array.</summary>
public enum JsonWrapper : byte
{
    /// <summary>Not at all.</summary>
    Without,

    /// <summary>Unless it is an array.</summary>
    Conditional,

    /// <summary>Always.</summary>
    Unconditional,
}
