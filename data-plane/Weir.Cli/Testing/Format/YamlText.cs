using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Weir.Cli.Testing.Format;

/// <summary>Reads a YAML file of cases into the same values as <see cref="JsonText"/>. Plain scalars are null, booleans and numbers by YAML's core schema; quoted ones are strings.</summary>
internal static class YamlText
{
    private const int MaxDepth = 256;

    public static object? Read(string text)
    {
        try
        {
            Parser parser = new(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            Dictionary<AnchorName, object?> anchors = [];
            object? value = Value(parser, anchors, 0);
            parser.Consume<DocumentEnd>();
            return parser.Accept<StreamEnd>(out _) ? value : throw new CaseException("there is more than one document; write the cases as one list");
        }
        catch (YamlException e)
        {
            throw new CaseException($"line {e.Start.Line}, column {e.Start.Column}: {e.Message}", e);
        }
    }

    private static object? Value(Parser parser, Dictionary<AnchorName, object?> anchors, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new CaseException($"values are nested more than {MaxDepth} deep");
        }

        object? value;
        AnchorName anchor;
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value, out value) ? value : throw new CaseException($"line {alias.Start.Line}: there is no anchor '{alias.Value}'");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            anchor = scalar.Anchor;
            value = scalar is { IsPlainImplicit: true, Style: ScalarStyle.Plain } ? Plain(scalar.Value) : scalar.Value;
        }
        else if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            anchor = sequence.Anchor;
            List<object?> list = [];
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                list.Add(Value(parser, anchors, depth + 1));
            }

            value = list;
        }
        else
        {
            MappingStart start = parser.Consume<MappingStart>();
            anchor = start.Anchor;
            CaseMap map = new();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                Scalar key = parser.Consume<Scalar>();
                if (!map.TryAdd(key.Value, Value(parser, anchors, depth + 1)))
                {
                    throw new CaseException($"line {key.Start.Line}, column {key.Start.Column}: the key '{key.Value}' is there twice");
                }
            }

            value = map;
        }

        if (!anchor.IsEmpty)
        {
            anchors[anchor] = value;
        }

        return value;
    }

    private static object? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => IsNumber(text) ? new CaseNumber(text) : text,
    };

    /// <summary>Digits with a sign, a point and an exponent, as the core schema has it; other forms (hexadecimal, .inf) stay text, which the column's type reads.</summary>
    private static bool IsNumber(string text)
    {
        int at = text[0] is '+' or '-' ? 1 : 0;
        int digits = 0;
        bool point = false;
        for (; at < text.Length; at++)
        {
            if (char.IsAsciiDigit(text[at]))
            {
                digits++;
            }
            else if (text[at] == '.' && !point)
            {
                point = true;
            }
            else
            {
                break;
            }
        }

        if (digits == 0)
        {
            return false;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            at += at < text.Length && text[at] is '+' or '-' ? 1 : 0;
            int exponent = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            return at == text.Length && at > exponent;
        }

        return at == text.Length;
    }
}
