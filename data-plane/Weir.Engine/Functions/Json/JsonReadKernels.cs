using System.Buffers;
using System.Globalization;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Json;

/// <summary>The kernels of the functions that read JSON. Arguments are the text and the path; rows with a NULL among them are not asked for.</summary>
public static class JsonReadKernels
{
    /// <summary>JSON_EXISTS to BOOLEAN.</summary>
    public static ScalarKernel Exists(JsonBehavior onError)
    {
        JsonLookup lookup = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn json = (BytesColumn)arguments[0];
            BytesColumn path = (BytesColumn)arguments[1];
            FixedColumn<byte> to = (FixedColumn<byte>)result;
            foreach (int row in rows)
            {
                JsonFound found = lookup.Find(json[row], path[row]);
                if (found != JsonFound.Error)
                {
                    to[row] = found == JsonFound.Value ? (byte)1 : (byte)0;
                    continue;
                }

                switch (onError)
                {
                    case JsonBehavior.Error:
                        throw new EvaluationException("JSON_EXISTS: " + lookup.Describe());
                    case JsonBehavior.Null:
                        to.SetNull(row);
                        break;
                    default:
                        to[row] = onError == JsonBehavior.True ? (byte)1 : (byte)0;
                        break;
                }
            }
        };
    }

    /// <summary>
    /// JSON_VALUE to VARCHAR, BOOLEAN, INT or DOUBLE. A default is of the form that <see cref="ColumnValues"/> gives for the result's type.
    /// </summary>
    public static ScalarKernel Value(DataType type, JsonBehavior onEmpty, object? defaultOnEmpty, JsonBehavior onError, object? defaultOnError)
    {
        JsonLookup lookup = new();
        ArrayBufferWriter<byte> text = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn json = (BytesColumn)arguments[0];
            BytesColumn path = (BytesColumn)arguments[1];
            foreach (int row in rows)
            {
                JsonFound found = lookup.Find(json[row], path[row]);
                if (found == JsonFound.Value && lookup.IsContainer)
                {
                    found = lookup.IsLax ? JsonFound.Empty : JsonFound.Error;
                }

                if (found == JsonFound.Value)
                {
                    SetScalar(lookup, result, type, row, text);
                }
                else if (found == JsonFound.Empty)
                {
                    SetOther(result, type, row, onEmpty, defaultOnEmpty, lookup, isError: false);
                }
                else
                {
                    SetOther(result, type, row, onError, defaultOnError, lookup, isError: true);
                }
            }
        };
    }

    private static void SetOther(Column result, DataType type, int row, JsonBehavior behavior, object? value, JsonLookup lookup, bool isError)
    {
        if (behavior == JsonBehavior.Error)
        {
            throw new EvaluationException(
                !isError ? "Empty result of JSON_VALUE function is not allowed"
                : lookup.WasFound ? "JSON_VALUE: Strict jsonpath mode requires scalar value, but the path leads to an array or object"
                : "JSON_VALUE: " + lookup.Describe());
        }

        ColumnValues.Set(result, type, row, behavior == JsonBehavior.Default ? value : null);
    }

    private static void SetScalar(JsonLookup lookup, Column result, DataType type, int row, ArrayBufferWriter<byte> text)
    {
        int node = lookup.Node();
        JsonTree tree = lookup.Tree;
        switch (type.Root)
        {
            case TypeRoot.Boolean when lookup.Kind is JsonKind.True or JsonKind.False:
                ((FixedColumn<byte>)result)[row] = lookup.Kind == JsonKind.True ? (byte)1 : (byte)0;
                return;
            case TypeRoot.Integer when lookup.Kind == JsonKind.Integer && int.TryParse(tree.TextOf(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int integer):
                ((FixedColumn<int>)result)[row] = integer;
                return;
            case TypeRoot.Double when lookup.Kind is JsonKind.Integer or JsonKind.Decimal or JsonKind.Double:
                ((FixedColumn<double>)result)[row] = double.Parse(tree.TextOf(node), NumberStyles.Float, CultureInfo.InvariantCulture);
                return;
            case TypeRoot.VarChar:
                text.ResetWrittenCount();
                tree.WritePlain(text, node);
                ((BytesColumn)result).Set(row, Truncate(text.WrittenSpan, type.Length));
                return;
            default:
                text.ResetWrittenCount();
                tree.Write(text, node);
                throw new EvaluationException($"JSON_VALUE: the value {System.Text.Encoding.UTF8.GetString(text.WrittenSpan)} is no {type.Nullable()}, which RETURNING asks for");
        }
    }

    /// <summary>The first characters (code points) of a text.</summary>
    internal static ReadOnlySpan<byte> Truncate(ReadOnlySpan<byte> text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        int at = 0;
        for (; length > 0 && at < text.Length; length--)
        {
            at += text[at] switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        }

        return text[..Math.Min(at, text.Length)];
    }

    /// <summary>IS JSON in one of its forms, to BOOLEAN. A NULL is no JSON.</summary>
    public static ScalarKernel IsJson(string form, bool negated)
    {
        JsonTree tree = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn json = (BytesColumn)arguments[0];
            FixedColumn<byte> to = (FixedColumn<byte>)result;
            foreach (int row in rows)
            {
                bool isJson = !json.IsNull(row) && tree.TryParse(json[row]) && form switch
                {
                    "SCALAR" => tree[JsonTree.Root].Kind is not (JsonKind.Array or JsonKind.Object),
                    "ARRAY" => tree[JsonTree.Root].Kind == JsonKind.Array,
                    "OBJECT" => tree[JsonTree.Root].Kind == JsonKind.Object,
                    _ => true,
                };
                to[row] = isJson != negated ? (byte)1 : (byte)0;
            }
        };
    }
}
