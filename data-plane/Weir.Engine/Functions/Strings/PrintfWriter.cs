using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Strings;

/// <summary>Writes one row of PRINTF: goes through the format; numbers are in a file of their own. Every Try method answers false where java.util.Formatter throws.</summary>
internal sealed partial class PrintfWriter(DataType[] types)
{
    private const PrintfFlags NumericFlags = PrintfFlags.Plus | PrintfFlags.LeadingSpace | PrintfFlags.ZeroPad | PrintfFlags.Group | PrintfFlags.Parentheses;

    /// <summary>The row's text.</summary>
    public TextBuilder Text { get; } = new();

    /// <summary>Writes a row; the values are the arguments after the first.</summary>
    public bool TryWrite(ReadOnlySpan<char> format, ReadOnlySpan<Column> arguments, int row)
    {
        Text.Length = 0;
        int next = 0;
        int previous = -1;
        for (int at = 0; at < format.Length;)
        {
            int percent = format[at..].IndexOf('%');
            if (percent < 0)
            {
                Text.Append(format[at..]);
                break;
            }

            Text.Append(format.Slice(at, percent));
            at += percent + 1;
            if (!PrintfSpecifier.TryParse(format, ref at, out PrintfSpecifier specifier))
            {
                return false;
            }

            if (specifier.Conversion is '%' or 'n')
            {
                if (!TryWriteSign(specifier))
                {
                    return false;
                }

                continue;
            }

            int argument = specifier.Has(PrintfFlags.Previous) ? previous : specifier.Index > 0 ? specifier.Index - 1 : next++;
            if (argument < 0 || argument >= arguments.Length - 1)
            {
                return false;
            }

            previous = argument;
            if (!TryWriteValue(specifier, arguments[argument + 1], types[argument + 1], row))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>%% and %n.</summary>
    private bool TryWriteSign(PrintfSpecifier specifier)
    {
        if (specifier.Precision >= 0 || (specifier.Flags & ~PrintfFlags.LeftJustify) != 0)
        {
            return false;
        }

        if (specifier.Conversion == 'n')
        {
            Text.Append('\n');
            return specifier.Width < 0 && specifier.Flags == PrintfFlags.None;
        }

        if (specifier.Has(PrintfFlags.LeftJustify) && specifier.Width < 0)
        {
            return false;
        }

        int start = Text.Length;
        Text.Append('%');
        Justify(specifier, start);
        return true;
    }

    private bool TryWriteValue(PrintfSpecifier specifier, Column column, DataType type, int row)
    {
        switch (specifier.Conversion)
        {
            case 's' or 'S':
                return TryWriteText(specifier, column, type, row);
            case 'b' or 'B':
                return TryWriteBoolean(specifier, column, type, row);
            case 'c' or 'C':
                return TryWriteCharacter(specifier, column, type, row);
            case 'd' or 'o' or 'x' or 'X':
                return TryWriteInteger(specifier, column, type, row);
            case 'e' or 'E' or 'f' or 'g' or 'G':
                return TryWriteFloat(specifier, column, type, row);
            case 't' or 'T' when !column.IsNull(row) && (column is not FixedColumn<long> || type.IsTimestamp):
                // Java takes a long for a time, and nothing else that comes here.
                return false;
            case 't' or 'T' or 'a' or 'A' or 'h' or 'H':
                throw new EvaluationException($"PRINTF: the conversion %{specifier.Conversion} is not supported.");
            default:
                return false;
        }
    }

    private static bool IsGeneral(PrintfSpecifier specifier) =>
        (specifier.Flags & (NumericFlags | PrintfFlags.Alternate)) == 0 && !(specifier.Has(PrintfFlags.LeftJustify) && specifier.Width < 0);

    private bool TryWriteText(PrintfSpecifier specifier, Column column, DataType type, int row)
    {
        int start = Text.Length;
        if (column.IsNull(row))
        {
            Text.Append("null");
        }
        else
        {
            AppendValue(column, type, row);
        }

        return IsGeneral(specifier) && Finish(specifier, start);
    }

    private bool TryWriteBoolean(PrintfSpecifier specifier, Column column, DataType type, int row)
    {
        bool value = !column.IsNull(row) && (type.Root != TypeRoot.Boolean || ((FixedColumn<byte>)column)[row] != 0);
        int start = Text.Length;
        Text.Append(value ? "true" : "false");
        return IsGeneral(specifier) && Finish(specifier, start);
    }

    private bool TryWriteCharacter(PrintfSpecifier specifier, Column column, DataType type, int row)
    {
        if (!IsGeneral(specifier) || specifier.Precision >= 0)
        {
            return false;
        }

        int start = Text.Length;
        if (column.IsNull(row))
        {
            Text.Append("null");
            return Finish(specifier, start);
        }

        int? code = column switch
        {
            FixedColumn<sbyte> c => c[row],
            FixedColumn<short> c => c[row],
            FixedColumn<int> c => c[row],
            _ => null,
        };
        if (code is not (>= 0 and <= 0x10FFFF))
        {
            return false;
        }

        if (code <= 0xFFFF)
        {
            Text.Append((char)code);
        }
        else
        {
            Text.Append((char)(0xD800 + ((code.Value - 0x10000) >> 10)));
            Text.Append((char)(0xDC00 + ((code.Value - 0x10000) & 0x3FF)));
        }

        return Finish(specifier, start);
    }

    /// <summary>Cuts to the precision, turns to upper case, pads to the width.</summary>
    private bool Finish(PrintfSpecifier specifier, int start)
    {
        if (specifier.Precision >= 0 && Text.Length - start > specifier.Precision)
        {
            Text.Length = start + specifier.Precision;
        }

        if (specifier.IsUpper)
        {
            Text.ToUpper(start);
        }

        Justify(specifier, start);
        return true;
    }

    private void Justify(PrintfSpecifier specifier, int start)
    {
        int missing = specifier.Width - (Text.Length - start);
        Text.Insert(specifier.Has(PrintfFlags.LeftJustify) ? Text.Length : start, ' ', missing);
    }

    private void AppendValue(Column column, DataType type, int row)
    {
        switch (column)
        {
            case BytesColumn c:
                Text.AppendUtf8(c[row]);
                break;
            case FixedColumn<byte> c:
                Text.Append(c[row] != 0 ? "true" : "false");
                break;
            case FixedColumn<sbyte> c:
                Text.Append(c[row]);
                break;
            case FixedColumn<short> c:
                Text.Append(c[row]);
                break;
            case FixedColumn<int> c:
                Text.Append(c[row]);
                break;
            case FixedColumn<long> c when type.IsTimestamp:
                AppendTimestamp(c[row] * (Int128)1_000_000);
                break;
            case FixedColumn<long> c:
                Text.Append(c[row]);
                break;
            case FixedColumn<float> c:
                AppendFloat(c[row], isSingle: true);
                break;
            case FixedColumn<double> c:
                AppendFloat(c[row], isSingle: false);
                break;
            case FixedColumn<Int128> c when type.IsTimestamp:
                AppendTimestamp(c[row]);
                break;
            case FixedColumn<Int128> c:
                AppendDecimal(c[row], type.Scale);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }
}
