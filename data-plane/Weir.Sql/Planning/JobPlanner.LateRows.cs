using Weir.Engine.Connectors;
using Weir.Engine.Functions.Json;
using Weir.Engine.Operators;
using Weir.Engine.Plans;
using Weir.Engine.Types;
using Weir.Engine.Windows;
using Weir.Sql.Binding;
using Weir.Sql.Catalogs;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Syntax;
using Weir.Sql.Types;

namespace Weir.Sql.Planning;

internal sealed partial class JobPlanner
{
    private static readonly string[] s_lateColumns = ["operator_name", "row_kind", "window_start", "window_end", "watermark_time", "row_json"];
    private readonly List<LateSource> _mayBeLate = [];

    /// <summary>
    /// Plans the writing of late rows to the table that <c>pipeline.late-rows.table</c> names: those of all windows by event time together. Null when the setting is not made, or there are no such windows.
    /// </summary>
    public ExplainNode? PlanLateRows(SourceSpan span, out TableSpec? spec)
    {
        spec = null;
        if (!Session.Settings.TryGetValue(SettingCatalog.LateRowsTable, out string? name) || name.Length == 0 || _mayBeLate.Count == 0)
        {
            return null;
        }

        CatalogTable table = environment.Catalog.Table(name)
            ?? throw new SqlException($"There is no table '{name}', which '{SettingCatalog.LateRowsTable}' names.", span, NearestName.Hint(name, environment.Catalog.TableNames) ?? "CREATE TABLE it first.");
        ConnectorDescriptor connector = SinkConnector(table, table.Options, span, out TableSpec sink);
        CatalogColumn[] columns = [.. table.Columns.Where(c => c.Kind != ColumnKind.Computed && !c.IsVirtual)];
        DataType[] types = [.. columns.Select(c => c.Type)];
        Session session = Session;
        List<Planned> parts = [];
        foreach (LateSource source in _mayBeLate)
        {
            string from = $"{source.Operator.Name}[{source.Operator.Id}]";
            BoundExpression[] outputs = [.. columns.Select(c => LateColumn(c, source, from, table, span))];
            PlanOperator calc = Add("LateRows", types, () => new CalcOperator([], ExpressionCompiler.CompileAll(outputs, session)), [PlanEdge.Late(source.Operator)]);
            parts.Add(Done(calc, ChangelogMode.InsertOnly, $"operator=[{from}]"));
        }

        Planned all = parts[0];
        if (parts.Count > 1)
        {
            PlanOperator union = Add("Union", types, () => new ForwardOperator(), [.. parts.Select(p => PlanEdge.Forward(p.Operator))], true);
            all = Done(union, ChangelogMode.InsertOnly, "all=[true]", [.. parts.Select(p => p.Explain)]);
        }

        spec = sink;
        return Write(all, null, [.. columns.Select(c => c.Name)], table, connector, sink, span);
    }

    /// <summary>What goes to a column of the table, by its name; NULL to one that has another name.</summary>
    private BoundExpression LateColumn(CatalogColumn column, LateSource source, string from, CatalogTable table, SourceSpan span)
    {
        ExpressionBinder binder = new QueryBinder(environment).Expressions(Scope.Empty);
        int added = source.Input.Columns.Count;
        BoundExpression? value = column.Name switch
        {
            "operator_name" => new BoundLiteral(from, DataType.String.NotNull()),
            "row_kind" => new BoundColumn(added, DataType.String.NotNull(), column.Name),
            "window_start" => new BoundColumn(added + 1, DataType.Timestamp(3).NotNull(), column.Name),
            "window_end" => new BoundColumn(added + 2, DataType.Timestamp(3).NotNull(), column.Name),
            "watermark_time" => new BoundColumn(added + 3, DataType.Timestamp(3).NotNull(), column.Name),
            "row_json" => LateRow(source, binder, span),
            _ => null,
        };
        if (value is null)
        {
            return column.Type.IsNullable
                ? new BoundLiteral(null, column.Type)
                : throw new SqlException(
                    $"Column '{column.Name}' of table '{table.Name}' for late rows must not be NOT NULL: late rows have no such column.",
                    span,
                    NearestName.Hint(column.Name, s_lateColumns) ?? $"They have {string.Join(", ", s_lateColumns)}.");
        }

        if (!StoreAssignment.CanStore(value.Type, column.Type))
        {
            throw new SqlException($"Column '{column.Name}' of table '{table.Name}' for late rows is of type {column.Type}, but takes values of type {value.Type}.", span, $"Write {column.Name} {value.Type.Nullable()}.");
        }

        return StoreAssignment.NeedsCast(value.Type, column.Type) ? binder.Coerce(value, column.Type.WithNullable(value.Type.IsNullable)) : value;
    }

    /// <summary>The row as a JSON object: what the operator looks at, under the names of the columns that it comes from. What JSON has no form for is there as CAST gives it.</summary>
    private static BoundExpression LateRow(LateSource source, ExpressionBinder binder, SourceSpan span)
    {
        List<BoundExpression> members = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (int at in source.Columns.Distinct())
        {
            LogicalColumn column = source.Input.Columns[at];
            string name = NameOf(source.Input, at);
            if (!names.Add(name))
            {
                continue;
            }

            BoundExpression value = new BoundColumn(at, column.Type, name);
            members.Add(new BoundLiteral(name, DataType.String.NotNull()));
            members.Add(IsPlain(column.Type) ? value : binder.Coerce(value, DataType.String));
        }

        return binder.Call("JSON_OBJECT", members, span);
    }

    /// <summary>The name of the column that a column is, through projections that only hand it on; of one that is computed, the expression.</summary>
    private static string NameOf(LogicalNode node, int column) => node switch
    {
        LogicalProject p => p.Expressions[column] is BoundColumn c ? NameOf(p.Input, c.Index) : BoundText.Of(p.Expressions[column]),
        LogicalFilter f => NameOf(f.Input, column),
        _ => node.Columns[column].Name,
    };

    /// <summary>Whether JSON_OBJECT takes values of the type, and never fails: a map's key may be NULL, JSON's may not.</summary>
    private static bool IsPlain(DataType type) =>
        JsonWriter.WhyNot(type) is null && type.Root is not (TypeRoot.Map or TypeRoot.Multiset) && type.Children.All(IsPlain) && type.Fields.All(f => IsPlain(f.Type));
}
