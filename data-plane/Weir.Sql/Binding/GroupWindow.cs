using Weir.Engine.Types;
using Weir.Engine.Windows;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax.Ast;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>A group window of the older syntax: GROUP BY TUMBLE(ts, INTERVAL …), HOP(ts, slide, size) or SESSION(ts, gap).</summary>
internal sealed record GroupWindow(string Kind, BoundColumn Column, TimeRole Role, WindowSpec? Spec, long GapMs, string Key)
{
    public DataType TimeType => Role == TimeRole.Proctime ? DataType.TimestampLtz(3) : Column.Type;

    /// <summary>The window that a grouping expression is; null when it is none.</summary>
    public static GroupWindow? Parse(Ast.Expression syntax, Scope scope)
    {
        if (syntax is not Ast.FunctionCall { SimpleName: "TUMBLE" or "HOP" or "SESSION" } call)
        {
            return null;
        }

        string kind = call.SimpleName!;
        int intervals = kind == "HOP" ? 2 : 1;
        if (call.Arguments.Count < intervals + 1 || call.Arguments[0] is not ColumnReference reference)
        {
            throw new SqlException($"{kind} in GROUP BY takes a time column and {(intervals == 1 ? "an interval" : "two intervals")}.", call.Span, kind == "HOP" ? "HOP(ts, slide, size)" : $"{kind}(ts, INTERVAL '1' MINUTE)");
        }

        (BoundColumn column, LogicalColumn logical, _) = scope.Resolve(reference);
        if (logical.Time == TimeRole.None)
        {
            throw new SqlException(
                $"Window aggregate can only be defined over a time attribute column, but {logical.Type} encountered.", reference.Span, "Name a column with a WATERMARK, or one computed by PROCTIME().");
        }

        if (call.Arguments.Count > intervals + 1)
        {
            throw ExpressionBinder.Unsupported(call.Arguments[intervals + 1].Span, "The time argument of a group window", "Use FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), size, offset)).");
        }

        long[] values = [.. call.Arguments.Skip(1).Select(a => a is IntervalLiteral { Qualifier.IsYearMonth: false, Value: > 0 } i
            ? i.Value
            : throw new SqlException("Only constant window descriptors are supported.", a.Span, "Write INTERVAL '10' SECOND."))];
        string key = $"{column.Index}:{string.Join(',', values)}";
        return kind switch
        {
            "TUMBLE" => new GroupWindow(kind, column, logical.Time, new WindowSpec(WindowKind.Tumble, values[0], values[0], 0), 0, key),
            "HOP" => new GroupWindow(kind, column, logical.Time, new WindowSpec(WindowKind.Hop, values[1], values[0], 0), 0, key),
            _ => new GroupWindow(kind, column, logical.Time, null, values[0], key),
        };
    }

    /// <summary>Whether the arguments of TUMBLE_START and the like mean this window.</summary>
    public bool IsSame(Ast.FunctionCall auxiliary, Scope scope)
    {
        Ast.FunctionCall window = new(auxiliary.Span, new QualifiedName(auxiliary.Span, [new Identifier(auxiliary.Span, Kind)]), auxiliary.Arguments);
        return Parse(window, scope) is { } other && other.Key == Key;
    }
}
