using System.Globalization;
using System.Text;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Writing;

/// <summary>
/// Prints a syntax tree as SQL that reads back as the same tree: keywords in upper case, parentheses only where they are needed, names in
/// backquotes where they were or must be. Expressions and queries take one line; CREATE TABLE a line per column.
/// </summary>
public sealed partial class SqlWriter
{
    private readonly StringBuilder _text = new();

    private SqlWriter()
    {
    }

    /// <exception cref="ArgumentException">The node is an <see cref="UnsupportedStatement"/>, whose text was not kept.</exception>
    public static string Write(SyntaxNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var writer = new SqlWriter();
        writer.Node(node);
        return writer._text.ToString();
    }

    /// <summary>A name in backquotes when it has to be.</summary>
    public static string WriteName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NeedsQuotes(name) ? Quoted(name) : name;
    }

    /// <summary>A string as a literal, in quotes.</summary>
    public static string WriteString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private void Node(SyntaxNode node)
    {
        switch (node)
        {
            case Statement statement:
                Statement(statement);
                break;
            case Query query:
                Query(query);
                break;
            case QueryBody body:
                Body(body, 0);
                break;
            case TableReference table:
                Table(table);
                break;
            case TypeSyntax type:
                Type(type);
                break;
            case Expression expression:
                Expression(expression);
                break;
            default:
                Part(node);
                break;
        }
    }

    private void Part(SyntaxNode node)
    {
        switch (node)
        {
            case Identifier identifier:
                Name(identifier);
                break;
            case QualifiedName name:
                Name(name);
                break;
            case OrderItem item:
                OrderItem(item);
                break;
            case SelectItem item:
                SelectItem(item);
                break;
            case OverClause over:
                Over(over);
                break;
            case WindowSpecification window:
                Window(window);
                break;
            case GroupByClause groupBy:
                GroupBy(groupBy);
                break;
            case GroupingElement element:
                Grouping(element);
                break;
            case PatternNode pattern:
                Pattern(pattern, isFactor: false);
                break;
            case ColumnDefinition column:
                Column(column);
                break;
            case TableConstraint constraint:
                Constraint(constraint);
                break;
            case WatermarkDefinition watermark:
                Watermark(watermark);
                break;
            case OptionEntry option:
                Option(option);
                break;
            case IntervalQualifier qualifier:
                Qualifier(qualifier);
                break;
            default:
                throw new ArgumentException($"A {node.GetType().Name} is not printed on its own.", nameof(node));
        }
    }

    private SqlWriter Add(string text)
    {
        _text.Append(text);
        return this;
    }

    private void Add(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    private void List<T>(IEnumerable<T> items, Action<T> write, string separator = ", ")
    {
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) Add(separator);
            isFirst = false;
            write(item);
        }
    }

    private void InParentheses<T>(IEnumerable<T> items, Action<T> write)
    {
        Add("(");
        List(items, write);
        Add(")");
    }

    private void String(string value) => Add(WriteString(value));

    private void Name(Identifier name) => Add(name.IsQuoted ? Quoted(name.Name) : WriteName(name.Name));

    private void Name(QualifiedName name) => List(name.Parts, Name, ".");

    private static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private static bool NeedsQuotes(string name) =>
        Keywords.IsReserved(name.ToUpperInvariant()) || Lexer.Tokenize(name) is not [{ Kind: TokenKind.Word } word, _] || word.Text != name;
}
