using System.Buffers;

namespace Weir.Engine.Functions.Json;

internal sealed partial class JsonTree
{
    /// <summary>Writes a value without white space, members in order of name: Flink has Jackson sort them so that equal values give equal texts.</summary>
    public void Write(ArrayBufferWriter<byte> output, int node)
    {
        switch (_nodes[node].Kind)
        {
            case JsonKind.Null:
                output.Write("null"u8);
                break;
            case JsonKind.False:
                output.Write("false"u8);
                break;
            case JsonKind.True:
                output.Write("true"u8);
                break;
            case JsonKind.String:
                JsonText.WriteString(output, TextOf(node));
                break;
            case JsonKind.Array:
                WriteArray(output, node);
                break;
            case JsonKind.Object:
                WriteObject(output, node);
                break;
            default:
                JsonNumber.Write(output, _nodes[node].Kind, TextOf(node));
                break;
        }
    }

    /// <summary>Writes a value as JSON_VALUE gives it: a string without quotes or escapes, all else as in JSON.</summary>
    public void WritePlain(ArrayBufferWriter<byte> output, int node)
    {
        if (_nodes[node].Kind == JsonKind.String)
        {
            output.Write(TextOf(node));
            return;
        }

        Write(output, node);
    }

    private void WriteArray(ArrayBufferWriter<byte> output, int node)
    {
        output.Write("["u8);
        for (int element = _nodes[node].First; element >= 0; element = _nodes[element].Next)
        {
            if (element != _nodes[node].First)
            {
                output.Write(","u8);
            }

            Write(output, element);
        }

        output.Write("]"u8);
    }

    private void WriteObject(ArrayBufferWriter<byte> output, int node)
    {
        output.Write("{"u8);
        int[] members = SortedMembers(node);
        for (int m = 0; m < _nodes[node].Count; m++)
        {
            if (m > 0)
            {
                output.Write(","u8);
            }

            JsonText.WriteString(output, NameOf(members[m]));
            output.Write(":"u8);
            Write(output, members[m]);
        }

        ArrayPool<int>.Shared.Return(members);
        output.Write("}"u8);
    }
}
