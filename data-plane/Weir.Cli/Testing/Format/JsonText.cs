using System.Text;
using System.Text.Json;

namespace Weir.Cli.Testing.Format;

/// <summary>Reads a JSON file of cases. JSON is YAML, but this is many times faster than the YAML reader.</summary>
internal static class JsonText
{
    private const int MaxDepth = 256;

    public static object? Read(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            object? value = Value(ref reader);
            return reader.Read() ? throw new CaseException("there is more text after the end of the value") : value;
        }
        catch (JsonException e)
        {
            throw new CaseException($"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: this is not JSON: {e.Message}", e);
        }
    }

    private static object? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                CaseMap map = new();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string key = reader.GetString()!;
                    reader.Read();
                    if (!map.TryAdd(key, Value(ref reader)))
                    {
                        throw new CaseException($"the key '{key}' is there twice");
                    }
                }

                return map;
            case JsonTokenType.StartArray:
                List<object?> list = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(Value(ref reader));
                }

                return list;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return new CaseNumber(Encoding.ASCII.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                return null;
        }
    }
}
