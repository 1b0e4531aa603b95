using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Weir.Engine.Aggregates;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;

namespace Weir.Sql.Planning;

/// <summary>
/// A text that is the same for two relations only if they give the same rows, so that one operator may stand for both. It is made of all that a node's properties say, whatever the node, so that one with a
/// property more is not taken for another; a value of a kind that is not known here is told apart by identity.
/// </summary>
internal static class LogicalDigest
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_properties = new();
    private static readonly ConditionalWeakTable<object, string> s_identities = [];
    private static long s_lastIdentity;

    /// <summary>The text; null when the relation may differ each time that it is computed, and must not be shared.</summary>
    public static string? Of(LogicalNode node)
    {
        StringBuilder text = new();
        return Write(text, node) ? text.ToString() : null;
    }

    /// <summary>The relations that a node reads.</summary>
    public static IEnumerable<LogicalNode> Inputs(LogicalNode node)
    {
        foreach (PropertyInfo property in Properties(node.GetType()))
        {
            switch (property.GetValue(node))
            {
                case LogicalNode input:
                    yield return input;
                    break;
                case IEnumerable<LogicalNode> inputs:
                    foreach (LogicalNode input in inputs)
                    {
                        yield return input;
                    }

                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Whether two scans are of the same table with the same options, whatever columns they read: the text is the same for those.</summary>
    public static string OfTable(LogicalScan scan) =>
        $"{Identity(scan.Table)}|{string.Join(",", scan.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{Quoted(o.Key)}={Quoted(o.Value)}"))}|{scan.TellsWatermark}|{(scan.Watermark is null ? string.Empty : BoundText.Of(scan.Watermark))}";

    /// <summary>Whether each read of the scan's columns gives the same values: PROCTIME() is made when it is looked at, and takes no part.</summary>
    public static bool IsRepeatable(LogicalScan scan) => scan.Outputs.All(o => o is BoundCall { Function.Name: "PROCTIME" } || BoundRewriter.IsDeterministic(o));

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool Write(StringBuilder text, LogicalNode node)
    {
        if (node is LogicalScan scan)
        {
            text.Append("scan(").Append(OfTable(scan)).Append('|').AppendJoin(',', scan.Columns.Select(c => Quoted(c.Name))).Append(')');
            return IsRepeatable(scan);
        }

        return WriteProperties(text, node);
    }

    private static bool WriteProperties(StringBuilder text, object node)
    {
        text.Append(node.GetType().Name).Append('{');
        foreach (PropertyInfo property in Properties(node.GetType()))
        {
            // Which window of the text it is, not what it does.
            if (node is LogicalWindowTable or LogicalSessionTable && property.Name == "Id")
            {
                continue;
            }

            text.Append(property.Name).Append('=');
            if (!Write(text, property.GetValue(node)))
            {
                return false;
            }

            text.Append(';');
        }

        text.Append('}');
        return true;
    }

    private static bool Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                return true;
            case LogicalNode node:
                return Write(text, node);
            case BoundExpression expression:
                text.Append(BoundText.Key(expression)).Append(':').Append(expression.Type);
                return IsKnown(expression);
            case LogicalColumn column:
                text.Append(CultureInfo.InvariantCulture, $"{column.Type} {column.Time} {column.Window} {column.Source?.Spec} {column.Source?.Time} {column.Source?.IsLocal} {column.Source?.IsSession}");
                return true;
            case LogicalCall call:
                return WriteProperties(text, call);
            case Aggregate aggregate:
                // The call's text says which it is, with all that it was resolved with.
                text.Append(aggregate.GetType()).Append(' ').Append(aggregate.ResultType);
                return true;
            case SourceSpan:
                return true;
            case DataType type:
                text.Append(type);
                return true;
            case string s:
                text.Append(Quoted(s));
                return true;
            case IEnumerable items:
                text.Append('[');
                foreach (object? item in items)
                {
                    if (!Write(text, item))
                    {
                        return false;
                    }

                    text.Append(',');
                }

                text.Append(']');
                return true;
            case IFormattable plain when value.GetType().IsPrimitive || value.GetType().IsEnum:
                text.Append(plain.ToString(null, CultureInfo.InvariantCulture));
                return true;
            case bool flag:
                text.Append(flag);
                return true;
            case Engine.Windows.WindowEmit emit:
                text.Append(CultureInfo.InvariantCulture, $"{emit.EarlyDelayMs} {emit.LateDelayMs} {emit.AllowedLatenessMs}");
                return true;
            case Engine.Windows.WindowSpec window:
                text.Append(CultureInfo.InvariantCulture, $"{window.Kind} {window.SizeMs} {window.StepMs} {window.OffsetMs}");
                return true;
            default:
                text.Append(Identity(value));
                return true;
        }
    }

    /// <summary>A text that only this object has: a hash would not do.</summary>
    private static string Identity(object value) => s_identities.GetValue(value, static _ => string.Create(CultureInfo.InvariantCulture, $"#{Interlocked.Increment(ref s_lastIdentity)}"));

    private static bool IsKnown(BoundExpression expression) =>
        expression is BoundColumn or BoundLiteral or BoundCast or BoundLogical or BoundCase or BoundCall && (expression is not BoundCall call || call.Function.IsDeterministic)
        && expression.Children.All(IsKnown);

    /// <summary>What makes a node: its constructor's properties, in the order of their names, but for those computed from others.</summary>
    private static PropertyInfo[] Properties(Type type) => s_properties.GetOrAdd(
        type,
        static t => [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0).OrderBy(p => p.Name, StringComparer.Ordinal)]);
}
