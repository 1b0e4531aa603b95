using Weir.Engine.Types;

namespace Weir.Sql.Descriptors.Formats;

internal static class RawDescriptor
{
    public static FormatDescriptor Create() => new()
    {
        Name = "raw",
        Summary = "The message itself is the value of the one column.",
        Options =
        [
            new("raw.charset", OptionType.Text, "The character set of a string.", "UTF-8"),
            new("raw.endianness", OptionType.Choice, "The order of a number's bytes.", "big-endian", false, "big-endian", "little-endian"),
        ],
        Refuses = type => type.Root is TypeRoot.Boolean or TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Integer or TypeRoot.BigInt or TypeRoot.Float or TypeRoot.Double
            || type.IsCharacterString || type.IsBinaryString
            ? null
            : "raw takes strings, bytes, numbers and BOOLEAN",
    };
}
