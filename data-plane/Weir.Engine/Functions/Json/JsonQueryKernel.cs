using System.Buffers;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Json;

/// <summary>JSON_QUERY to VARCHAR or ARRAY of VARCHAR. One for each task.</summary>
public sealed class JsonQueryKernel(DataType type, JsonWrapper wrapper, JsonBehavior onEmpty, JsonBehavior onError)
{
    private readonly JsonLookup _lookup = new();
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Runs over the rows, in which neither text nor path is NULL.</summary>
    public void Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn json = (BytesColumn)arguments[0];
        BytesColumn path = (BytesColumn)arguments[1];
        foreach (int row in rows)
        {
            JsonFound found = _lookup.Find(json[row], path[row]);
            bool isWrapped = wrapper == JsonWrapper.Unconditional || (wrapper == JsonWrapper.Conditional && found == JsonFound.Value && _lookup.Kind != JsonKind.Array);
            if (found == JsonFound.Value && !isWrapped && !_lookup.IsContainer)
            {
                found = _lookup.IsLax ? JsonFound.Empty : JsonFound.Error;
            }

            if (found == JsonFound.Value && type.Root == TypeRoot.Array && !isWrapped && _lookup.Kind == JsonKind.Object)
            {
                SetOther(result, row, onError, "JSON_QUERY: RETURNING ARRAY needs an array, but the path leads to an object");
            }
            else if (found == JsonFound.Value)
            {
                SetValue(result, row, isWrapped);
            }
            else if (found == JsonFound.Empty)
            {
                SetOther(result, row, onEmpty, "Empty result of JSON_QUERY function is not allowed");
            }
            else
            {
                SetOther(result, row, onError, null);
            }
        }
    }

    private void SetValue(Column result, int row, bool isWrapped)
    {
        int node = _lookup.Node();
        JsonTree tree = _lookup.Tree;
        if (result is BytesColumn bytes)
        {
            _text.ResetWrittenCount();
            _text.Write(isWrapped ? "["u8 : ""u8);
            tree.Write(_text, node);
            _text.Write(isWrapped ? "]"u8 : ""u8);
            bytes.Set(row, JsonReadKernels.Truncate(_text.WrittenSpan, type.Length));
            return;
        }

        ArrayColumn array = (ArrayColumn)result;
        int start = array.ElementCount;
        if (isWrapped)
        {
            SetElement(array, tree, node);
        }
        else
        {
            for (int element = tree[node].First; element >= 0; element = tree[element].Next)
            {
                SetElement(array, tree, element);
            }
        }

        array.Commit(row, start);
    }

    private void SetElement(ArrayColumn array, JsonTree tree, int node)
    {
        int at = array.AddElement();
        if (tree[node].Kind == JsonKind.Null)
        {
            array.Elements.SetNull(at);
            return;
        }

        array.Elements.SetValid(at);
        _text.ResetWrittenCount();
        tree.WritePlain(_text, node);
        ((BytesColumn)array.Elements).Set(at, JsonReadKernels.Truncate(_text.WrittenSpan, type.Element.Length));
    }

    private void SetOther(Column result, int row, JsonBehavior behavior, string? error)
    {
        switch (behavior)
        {
            case JsonBehavior.Error:
                throw new EvaluationException(error ?? "JSON_QUERY: " + DescribeError());
            case JsonBehavior.EmptyArray when result is ArrayColumn array:
                array.SetRange(row, 0, 0);
                break;
            case JsonBehavior.EmptyArray:
                ((BytesColumn)result).Set(row, "[]"u8);
                break;
            case JsonBehavior.EmptyObject:
                ((BytesColumn)result).Set(row, "{}"u8);
                break;
            default:
                result.SetNull(row);
                break;
        }
    }

    private string DescribeError() => _lookup.WasFound ? "Strict jsonpath mode requires array or object value, but the path leads to a scalar" : _lookup.Describe();
}
