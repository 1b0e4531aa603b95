namespace Weir.Sql.Descriptors;

/// <summary>The form of an option's value.</summary>
public enum OptionType
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A duration as Flink writes it: <c>10 s</c>, <c>500 ms</c>, <c>1 min</c>.</summary>
    Duration,

    /// <summary>A size as Flink writes it: <c>64 kb</c>, <c>1 mb</c>.</summary>
    Size,

    /// <summary>One of the values named.</summary>
    Choice,

    /// <summary>A list, separated by <c>;</c>.</summary>
    List,
}

/// <summary>An option of a connector or format.</summary>
/// <param name="Key">The key; a key that ends in <c>*</c> stands for all that begin so (<c>properties.*</c>, <c>fields.*</c>).</param>
/// <param name="Type">The form of the value.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Default">What holds when it is left out; null when nothing does.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Choices">The values of a choice.</param>
public sealed record OptionDescriptor(string Key, OptionType Type, string Summary, string? Default = null, bool IsRequired = false, params string[] Choices);
