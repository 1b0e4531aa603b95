using System.Text.Json;

namespace Weir.Engine.Functions.Json;

/// <summary>What a path found.</summary>
internal enum JsonFound : byte
{
    /// <summary>A value that is not null.</summary>
    Value,

    /// <summary>Nothing, or null, in lax mode.</summary>
    Empty,

    /// <summary>Nothing, or null, in strict mode; or a path that is none.</summary>
    Error,
}

/// <summary>Finds what a path leads to in a document. For use again and again; the path is compiled once for as long as its text stays the same.</summary>
internal sealed class JsonLookup
{
    private const string NullInStrictMode = "Strict jsonpath mode requires a non empty returned value, but is null";

    private readonly JsonPathRun _run = new(new JsonTree());
    private JsonPathSpec? _spec;
    private byte[] _specText = [];
    private byte[] _document = [];

    private Reason _reason;
    private int _failedStep;
    private bool _isFound;
    private bool _isInTree;
    private int _start;
    private int _end;
    private int _node;

    private enum Reason : byte
    {
        Path,
        Document,
        Null,
        Step,
        Run,
    }

    /// <summary>The tree with the value that was found.</summary>
    public JsonTree Tree => _run.Tree;

    /// <summary>What the value is.</summary>
    public JsonKind Kind { get; private set; }

    /// <summary>Whether the value is an array or object.</summary>
    public bool IsContainer => Kind is JsonKind.Array or JsonKind.Object;

    /// <summary>Whether the path was in lax mode.</summary>
    public bool IsLax => _spec!.IsLax;

    /// <summary>Whether the last lookup found a value that is not null.</summary>
    public bool WasFound { get; private set; }

    /// <summary>Looks a path up.</summary>
    public JsonFound Find(ReadOnlySpan<byte> document, ReadOnlySpan<byte> path)
    {
        JsonFound found = FindValue(document, path);
        WasFound = found == JsonFound.Value;
        return found;
    }

    private JsonFound FindValue(ReadOnlySpan<byte> document, ReadOnlySpan<byte> path)
    {
        if (_spec is null || !path.SequenceEqual(_specText))
        {
            _specText = path.ToArray();
            _spec = JsonPathSpec.Parse(path);
        }

        if (_spec.Path is not { } compiled)
        {
            // A document that cannot be read counts first: in lax mode it is empty whatever the path.
            _reason = Reason.Path;
            return _spec.IsLax && !_run.Tree.TryParse(document) ? JsonFound.Empty : JsonFound.Error;
        }

        return compiled.Steps is { } steps ? FindBySteps(document, steps) : FindInTree(document, compiled);
    }

    /// <summary>The value's node in <see cref="Tree"/>.</summary>
    public int Node()
    {
        if (!_isInTree)
        {
            _run.Tree.TryParse(_document.AsSpan(_start, _end - _start));
            _node = JsonTree.Root;
            _isInTree = true;
        }

        return _node;
    }

    /// <summary>Why the last lookup was an error.</summary>
    public string Describe() => _reason switch
    {
        Reason.Path => NotAPath(),
        Reason.Document => "The text is not JSON.",
        Reason.Null => NullInStrictMode,
        Reason.Run when _run.Failure == JsonPathFailure.Invalid => NotAPath(),
        Reason.Run => _run.Describe(),
        _ => DescribeStep(),
    };

    private string NotAPath() => $"Illegal jsonpath spec '{_spec!.Text}'. Write for example 'lax $.name[0]'.";

    private JsonFound FindBySteps(ReadOnlySpan<byte> document, JsonPathStep[] steps)
    {
        _isInTree = false;
        _isFound = false;
        try
        {
            Utf8JsonReader reader = new(document, JsonTree.ReaderOptions);
            if (!reader.Read())
            {
                return BadDocument();
            }

            bool isNull = reader.TokenType == JsonTokenType.Null;
            Walk(ref reader, steps, 0);
            if (!JsonSyntax.EndsWell(document, ref reader))
            {
                return BadDocument();
            }

            if (isNull)
            {
                // Flink has no path lead anywhere from a document that is null, not even in lax mode.
                _reason = Reason.Null;
                return JsonFound.Error;
            }
        }
        catch (JsonException)
        {
            return BadDocument();
        }

        if (!_isFound || Kind == JsonKind.Null)
        {
            _reason = _isFound ? Reason.Null : Reason.Step;
            return IsLax ? JsonFound.Empty : JsonFound.Error;
        }

        // The document's bytes may be gone by the time that the value is asked for.
        if (_document.Length < _end - _start)
        {
            _document = new byte[Math.Max(_end, _document.Length * 2)];
        }

        int length = _end - _start;
        document.Slice(_start, length).CopyTo(_document);
        _start = 0;
        _end = length;
        return JsonFound.Value;
    }

    private JsonFound BadDocument()
    {
        _reason = Reason.Document;
        return IsLax ? JsonFound.Empty : JsonFound.Error;
    }

    // Walks to the end of the value that the reader is at, noting what the steps lead to within it. A member that comes again takes the place of the one before.
    private void Walk(ref Utf8JsonReader reader, JsonPathStep[] steps, int step)
    {
        if (step == steps.Length)
        {
            _isFound = true;
            _start = (int)reader.TokenStartIndex;
            Kind = KindOf(ref reader);
            reader.Skip();
            _end = (int)reader.BytesConsumed;
            return;
        }

        _failedStep = step;
        if (steps[step].Index < 0 && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                bool isMatch = reader.ValueTextEquals(steps[step].Name);
                reader.Read();
                if (isMatch)
                {
                    _isFound = false;
                    Walk(ref reader, steps, step + 1);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        else if (steps[step].Index >= 0 && reader.TokenType == JsonTokenType.StartArray)
        {
            for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (index == steps[step].Index)
                {
                    Walk(ref reader, steps, step + 1);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        else
        {
            reader.Skip();
        }
    }

    private static JsonKind KindOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => JsonKind.Object,
        JsonTokenType.StartArray => JsonKind.Array,
        JsonTokenType.True => JsonKind.True,
        JsonTokenType.False => JsonKind.False,
        JsonTokenType.Null => JsonKind.Null,
        JsonTokenType.Number => JsonNumber.KindOf(reader.ValueSpan),
        _ => JsonKind.String,
    };

    private JsonFound FindInTree(ReadOnlySpan<byte> document, JsonPath path)
    {
        if (!_run.Tree.TryParse(document))
        {
            return BadDocument();
        }

        if (_run.Tree[JsonTree.Root].Kind == JsonKind.Null)
        {
            _reason = Reason.Null;
            return JsonFound.Error;
        }

        _run.IsLax = IsLax;
        _isInTree = true;
        if (!_run.TryEvaluate(path, JsonTree.Root, JsonTree.Root, out _node))
        {
            // Lax mode forgives what is not there, but not a step that cannot be taken at all.
            _reason = Reason.Run;
            if (!IsLax || _run.Failure != JsonPathFailure.NotFound)
            {
                return JsonFound.Error;
            }

            if (path.IsDefinite)
            {
                return JsonFound.Empty;
            }

            _node = _run.Tree.AddNode(JsonKind.Array);
        }

        Kind = _run.Tree[_node].Kind;
        if (Kind == JsonKind.Null)
        {
            _reason = Reason.Null;
            return IsLax ? JsonFound.Empty : JsonFound.Error;
        }

        return JsonFound.Value;
    }

    private string DescribeStep()
    {
        JsonPathToken? token = _spec!.Path!.First;
        for (int s = 0; s < _failedStep && token is not null; s++)
        {
            token = token.Next;
        }

        return token is null or { IsLeaf: true } or JsonPathIndex ? "No results for path: " + (_spec.Path.Last?.PathTo() ?? "$") : "Missing property in path " + token.PathTo();
    }
}
