using System.Buffers;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Json;

/// <summary>The kernels of the functions that write JSON. They look at NULL themselves, but for <see cref="String"/> and <see cref="Normalize"/>.</summary>
public static class JsonConstructKernels
{
    /// <summary>JSON_STRING: a value of the type as JSON; when it is JSON already, as it is.</summary>
    public static ScalarKernel String(DataType type, bool isRaw)
    {
        JsonWriter writer = new(type);
        ArrayBufferWriter<byte> text = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn to = (BytesColumn)result;
            foreach (int row in rows)
            {
                text.ResetWrittenCount();
                Write(text, writer, arguments[0], row, isRaw);
                to.Set(row, text.WrittenSpan);
            }
        };
    }

    /// <summary>JSON_ARRAY over arguments of the types; those that are JSON already (raw) go in as they are.</summary>
    public static ScalarKernel Array(IReadOnlyList<DataType> types, bool[] isRaw, bool absentOnNull)
    {
        JsonWriter[] writers = [.. types.Select(t => new JsonWriter(t))];
        ArrayBufferWriter<byte> text = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn to = (BytesColumn)result;
            foreach (int row in rows)
            {
                text.ResetWrittenCount();
                text.Write("["u8);
                bool any = false;
                for (int a = 0; a < arguments.Length; a++)
                {
                    if (absentOnNull && arguments[a].IsNull(row))
                    {
                        continue;
                    }

                    text.Write(any ? ","u8 : ""u8);
                    Write(text, writers[a], arguments[a], row, isRaw[a]);
                    any = true;
                }

                text.Write("]"u8);
                to.Set(row, text.WrittenSpan);
            }
        };
    }

    internal static void Write(ArrayBufferWriter<byte> text, JsonWriter writer, Column column, int row, bool isRaw)
    {
        if (isRaw && !column.IsNull(row))
        {
            text.Write(((BytesColumn)column)[row]);
        }
        else
        {
            writer.WriteValue(text, column, row);
        }
    }

    /// <summary>JSON: checks a text and writes it without white space and with members in order of name; a blank text gives NULL.</summary>
    public static ScalarKernel Normalize()
    {
        JsonTree tree = new();
        ArrayBufferWriter<byte> text = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn json = (BytesColumn)arguments[0];
            BytesColumn to = (BytesColumn)result;
            foreach (int row in rows)
            {
                if (json[row].TrimStart((ReadOnlySpan<byte>)" \t\r\n\0"u8).IsEmpty)
                {
                    to.SetNull(row);
                    continue;
                }

                if (!tree.TryParse(json[row]))
                {
                    throw new EvaluationException($"JSON: the text is not JSON: {System.Text.Encoding.UTF8.GetString(json[row])}");
                }

                text.ResetWrittenCount();
                tree.Write(text, JsonTree.Root);
                to.Set(row, text.WrittenSpan);
            }
        };
    }
}
