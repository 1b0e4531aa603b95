using Weir.Engine.Types;

namespace Weir.Sql.Descriptors.Formats;

internal static class CsvDescriptor
{
    public static FormatDescriptor Create() => new()
    {
        Name = "csv",
        Summary = "Fields separated by a character, a line for each row.",
        Options =
        [
            new("csv.field-delimiter", OptionType.Text, "The character between fields.", ","),
            new("csv.quote-character", OptionType.Text, "The character around a field.", "\""),
            new("csv.disable-quote-character", OptionType.Boolean, "Whether there is no such character.", "false"),
            new("csv.allow-comments", OptionType.Boolean, "Whether lines that begin with # are passed over.", "false"),
            new("csv.ignore-parse-errors", OptionType.Boolean, "Whether fields that do not parse become NULL and rows that do not parse are passed over.", "false"),
            new("csv.array-element-delimiter", OptionType.Text, "What separates the elements of an ARRAY or the fields of a ROW.", ";"),
            new("csv.escape-character", OptionType.Text, "The character that takes the next one's meaning away."),
            new("csv.null-literal", OptionType.Text, "The text that stands for NULL."),
            new("csv.write-bigdecimal-in-scientific-notation", OptionType.Boolean, "Whether a DECIMAL that ends in zeros is written with an exponent.", "true"),
        ],
        Refuses = type => Refuses(type, 0),
    };

    private static string? Refuses(DataType type, int depth) => type.Root switch
    {
        TypeRoot.Map or TypeRoot.Multiset => "CSV has no form for it",
        TypeRoot.Time when type.Precision > 3 => "CSV has times of at most three digits after the second",
        TypeRoot.Array or TypeRoot.Row when depth > 0 => "CSV has only one level of ARRAY or ROW",
        TypeRoot.Array => Refuses(type.Element, 1),
        TypeRoot.Row => type.Fields.Select(f => Refuses(f.Type, 1)).FirstOrDefault(r => r is not null),
        _ => null,
    };
}
