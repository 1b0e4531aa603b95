using System.Text;

namespace Weir.Engine.Functions.Json;

internal sealed partial class JsonPathCompiler
{
    /// <summary>The parameters of a function: paths and JSON values, separated by commas.</summary>
    private List<JsonPathParameter> ReadParameters()
    {
        List<JsonPathParameter> parameters = [];
        int start = ++_at;
        int nesting = 0;
        bool quoted = false;
        for (; _at < _path.Length; _at++)
        {
            char c = _path[_at];
            if (quoted)
            {
                _at += c == '\\' ? 1 : 0;
                quoted = c != '"';
                continue;
            }

            switch (c)
            {
                case '"':
                    quoted = true;
                    break;
                case '(' or '[' or '{':
                    nesting++;
                    break;
                case ',' when nesting == 0:
                    AddParameter(parameters, _path[start.._at]);
                    start = _at + 1;
                    break;
                case ')' when nesting == 0:
                    AddParameter(parameters, _path[start.._at]);
                    _at++;
                    return parameters;
                case ')' or ']' or '}':
                    nesting--;
                    break;
                default:
                    break;
            }
        }

        throw Error("the parameters of the function are not closed");
    }

    private void AddParameter(List<JsonPathParameter> parameters, string text)
    {
        text = text.Trim(' ', '\t', '\r', '\n');
        if (text.Length == 0)
        {
            return;
        }

        if (text[0] is '$' or '@')
        {
            parameters.Add(new JsonPathParameter { Path = JsonPath.Compile(text) });
        }
        else if (text[0] is '{' or '"' or '-' or (>= '0' and <= '9'))
        {
            JsonTree tree = new();
            if (!tree.TryParse(Encoding.UTF8.GetBytes(text)))
            {
                throw Error($"'{text}' is no JSON value");
            }

            parameters.Add(new JsonPathParameter { Json = tree });
        }
    }
}

/// <summary>A parameter of a path function: a path from the root, or a JSON value.</summary>
internal sealed class JsonPathParameter
{
    public JsonPath? Path { get; init; }

    public JsonTree? Json { get; init; }
}
