namespace Weir.Connectors.Formats.Json;

internal ref partial struct JsonCursor
{
    /// <summary>Goes over one value of any kind, which must be JSON.</summary>
    public bool Skip(int depth) => PeekToken() switch
    {
        JsonToken.String => ReadString(out _),
        JsonToken.Number => ReadNumber(out _, out _),
        JsonToken.True => ReadWord("true"u8),
        JsonToken.False => ReadWord("false"u8),
        JsonToken.Null => ReadWord("null"u8),
        JsonToken.Object or JsonToken.Array => SkipNested(depth),
        _ => Malformed("expected a JSON value"),
    };

    /// <summary>A loop over a small stack of flags, so that deep nesting costs no call stack.</summary>
    private bool SkipNested(int depth)
    {
        Span<bool> isObject = stackalloc bool[MaxDepth + 1];
        int open = 0;
        while (true)
        {
            switch (PeekToken())
            {
                case JsonToken.Object or JsonToken.Array:
                    if (depth + open >= MaxDepth)
                    {
                        return Malformed($"nested deeper than {MaxDepth} levels");
                    }

                    isObject[open] = _text[At++] == '{';
                    byte close = isObject[open] ? (byte)'}' : (byte)']';
                    if (Peek() == close)
                    {
                        At++;
                        break; // empty: as good as a plain value
                    }

                    if (isObject[open] && !SkipName())
                    {
                        return false;
                    }

                    open++;
                    continue;
                default:
                    if (!Skip(depth)) // a scalar
                    {
                        return false;
                    }

                    break;
            }

            // A value is complete: close what ends here, go on where there is more.
            while (open > 0)
            {
                byte next = Peek();
                if (next == ',')
                {
                    At++;
                    if (isObject[open - 1] && !SkipName())
                    {
                        return false;
                    }

                    break;
                }

                if (next != (isObject[open - 1] ? (byte)'}' : (byte)']'))
                {
                    return Malformed(isObject[open - 1] ? "expected ',' or '}'" : "expected ',' or ']'");
                }

                At++;
                open--;
            }

            if (open == 0)
            {
                return true;
            }
        }
    }

    private bool SkipName()
    {
        if (Peek() != '"')
        {
            return Malformed("expected a field's name");
        }

        return ReadString(out _) && Expect((byte)':');
    }
}
