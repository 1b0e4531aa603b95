using System.Collections;
using System.Reflection;
using System.Text;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Tests.Syntax;

/// <summary>Prints a tree node by node without its spans: two trees with the same text are the same tree.</summary>
internal static class SyntaxTree
{
    public static string Print(object? value)
    {
        var text = new StringBuilder();
        Print(value, text);
        return text.ToString();
    }

    public static IEnumerable<SyntaxNode> Nodes(SyntaxNode root)
    {
        yield return root;
        foreach (var property in Properties(root))
        {
            var value = property.GetValue(root);
            IEnumerable<SyntaxNode> children = value switch
            {
                SyntaxNode node => [node],
                IEnumerable list and not string => list.OfType<SyntaxNode>(),
                _ => [],
            };
            foreach (var node in children.SelectMany(Nodes)) yield return node;
        }
    }

    private static void Print(object? value, StringBuilder text)
    {
        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case string s:
                text.Append('"').Append(s).Append('"');
                break;
            case IEnumerable list:
                text.Append('[');
                foreach (var item in list)
                {
                    Print(item, text);
                    text.Append(' ');
                }

                text.Append(']');
                break;
            case SyntaxNode node:
                text.Append(node.GetType().Name).Append('(');
                foreach (var property in Properties(node))
                {
                    text.Append(property.Name).Append('=');
                    Print(property.GetValue(node), text);
                    text.Append(' ');
                }

                text.Append(')');
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private static IEnumerable<PropertyInfo> Properties(SyntaxNode node) =>
        node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.PropertyType != typeof(SourceSpan)).OrderBy(p => p.Name, StringComparer.Ordinal);
}
