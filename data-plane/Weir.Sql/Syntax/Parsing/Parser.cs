using System.Runtime.CompilerServices;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

/// <summary>
/// Recursive descent over a list of tokens; expressions by precedence climbing. This part is the cursor: each <c>Accept</c> that fails notes
/// what would have been right at that token, and that is what an error reports as expected.
/// </summary>
internal sealed partial class Parser(List<Token> tokens)
{
    /// <summary>
    /// How deep expressions, queries and types may nest, all together. The walks over the tree (binder, writer) recurse too and must fit in
    /// the stack of any thread.
    /// </summary>
    public const int MaxDepth = 500;

    /// <summary>How high the tree of a statement may become. A chain <c>a OR b OR …</c> does not nest, but its tree is as high as the chain is long.</summary>
    public const int MaxHeight = 1000;

    private readonly List<SqlDiagnostic> _diagnostics = [];
    private readonly List<string> _expected = [];
    private readonly List<string> _expectedBefore = [];
    private int _expectedAt = -1;
    private int _expectedBeforeAt = -1;
    private int _index;
    private int _depth;

    /// <summary>The height of the highest tree read so far within the expression (or statement) at hand; never too low.</summary>
    private int _height;

    public IReadOnlyList<SqlDiagnostic> Diagnostics => _diagnostics;

    private Token Current => tokens[_index];

    private Token Previous => tokens[Math.Max(_index - 1, 0)];

    private bool AtEnd => Current.Kind == TokenKind.End;

    /// <summary>Runs a production over the whole text.</summary>
    public T? Whole<T>(Func<T> production)
        where T : class
    {
        try
        {
            var result = production();
            if (!AtEnd) throw Unexpected("the end of the text");
            return result;
        }
        catch (SyntaxErrorException error)
        {
            _diagnostics.Add(error.Diagnostic);
            return null;
        }
    }

    private Token Peek(int offset) => tokens[Math.Min(_index + offset, tokens.Count - 1)];

    private Token Take()
    {
        var token = Current;
        if (token.Kind == TokenKind.Invalid) throw Invalid(token);
        (_expectedBeforeAt, _expectedAt) = (_expectedAt, -1);
        _expectedBefore.Clear();
        _expectedBefore.AddRange(_expected);
        _expected.Clear();
        if (!AtEnd) _index++;
        return token;
    }

    private void Back(int index)
    {
        _index = index;
        _expected.Clear();
        _expectedAt = -1;
    }

    private void Expecting(string what)
    {
        if (_expectedAt != _index)
        {
            _expected.Clear();
            _expectedAt = _index;
        }

        if (!_expected.Contains(what)) _expected.Add(what);
    }

    private bool Is(string word) => Current.IsWord(word);

    private bool Is(string first, string second) => Current.IsWord(first) && Peek(1).IsWord(second);

    private bool IsSymbol(string symbol) => Current.IsSymbol(symbol);

    private bool Accept(string word)
    {
        if (Is(word))
        {
            Take();
            return true;
        }

        Expecting(word);
        return false;
    }

    /// <summary>Two words together, or nothing.</summary>
    private bool Accept(string first, string second)
    {
        if (!Is(first, second))
        {
            Expecting($"{first} {second}");
            return false;
        }

        Take();
        Take();
        return true;
    }

    private bool AcceptSymbol(string symbol)
    {
        if (IsSymbol(symbol))
        {
            Take();
            return true;
        }

        Expecting($"'{symbol}'");
        return false;
    }

    private Token Expect(string word) => Accept(word) ? Previous : throw Unexpected();

    private void Expect(string first, string second)
    {
        Expect(first);
        Expect(second);
    }

    private Token ExpectSymbol(string symbol) => AcceptSymbol(symbol) ? Previous : throw Unexpected();

    private string ExpectString(string what)
    {
        if (Current.Kind is TokenKind.String or TokenKind.UnicodeString) return StringValue().Value;
        throw Unexpected(what);
    }

    private int ExpectInteger(string what)
    {
        if (Current.Kind != TokenKind.Integer) throw Unexpected(what);
        var token = Take();
        return int.TryParse(token.Text, out var value) ? value : throw Error(token.Span, $"the number {token.Text} is too large here");
    }

    private Identifier Name(string what)
    {
        var token = Current;
        if (!token.IsName) throw Unexpected(what);
        Take();
        if (token.Text.Length > MaxNameLength) throw Error(token.Span, $"a name may have {MaxNameLength} characters, this one has {token.Text.Length}");
        return new Identifier(token.Span, token.Text, token.Kind == TokenKind.QuotedName);
    }

    private const int MaxNameLength = 256;

    private QualifiedName QualifiedName(string what)
    {
        var first = Name(what);
        List<Identifier> parts = [first];
        while (AcceptSymbol(".")) parts.Add(Name(what));
        return new QualifiedName(SpanFrom(first.Span), parts);
    }

    private List<Identifier> ParenthesizedNames(string what)
    {
        ExpectSymbol("(");
        List<Identifier> names = [];
        do names.Add(Name(what));
        while (AcceptSymbol(","));
        ExpectSymbol(")");
        return names;
    }

    private List<T> CommaList<T>(Func<T> item)
    {
        List<T> items = [];
        do items.Add(item());
        while (AcceptSymbol(","));
        return items;
    }

    private List<T> Parenthesized<T>(Func<T> item)
    {
        ExpectSymbol("(");
        var items = CommaList(item);
        ExpectSymbol(")");
        return items;
    }

    /// <summary>From the start of <paramref name="start"/> to the last token taken.</summary>
    private SourceSpan SpanFrom(SourceSpan start) => start.To(Previous.Span);

    private void Enter()
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error(Current.Span, $"this is nested too deeply: at most {MaxDepth} levels are read", "split it, e.g. with a view or a WITH clause");
        }
    }

    private void Leave() => _depth--;

    /// <summary>One more node on top of all that was read in this expression.</summary>
    private void Grow()
    {
        if (++_height > MaxHeight)
            throw Error(Current.Span, $"more than {MaxHeight} operators build on each other here", "write a chain of OR as IN, or split the statement, e.g. with a view");
    }
}
