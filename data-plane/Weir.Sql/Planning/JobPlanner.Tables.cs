using System.Globalization;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;
using Weir.Engine.Operators;
using Weir.Engine.Operators.Constraints;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Types;
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
    private ConnectorDescriptor Connector(CatalogTable table, SourceSpan span)
    {
        if (!table.Options.TryGetValue("connector", out string? name))
        {
            throw new SqlException($"Table '{table.Name}' has no connector.", span, $"Write WITH ('connector' = '…'); there are {string.Join(", ", environment.Descriptors.Connectors.Select(c => c.Name))}.");
        }

        return environment.Descriptors.Connector(name)
            ?? throw new SqlException(
                $"There is no connector '{name}'.",
                OptionSpan(table, "connector") ?? span,
                NearestName.Hint(name, environment.Descriptors.Connectors.Select(c => c.Name)) ?? $"There are {string.Join(", ", environment.Descriptors.Connectors.Select(c => c.Name))}.");
    }

    private static SourceSpan? OptionSpan(CatalogTable table, string key) => table.Definition.Options.FirstOrDefault(o => o.Key.Value == key)?.Span;

    private void Validate(TableSpec spec, ConnectorDescriptor connector, CatalogTable table, SourceSpan span)
    {
        IReadOnlyList<OptionProblem> problems = OptionValidator.Validate(spec, connector, environment.Descriptors);
        if (problems.Count > 0)
        {
            throw new SqlException(string.Join(" ", problems.Select(p => p.Message)), OptionSpan(table, problems[0].Key) ?? span, problems[0].Hint);
        }
    }

    private TableSpec Spec(CatalogTable table, IReadOnlyDictionary<string, string> options, ConnectorDescriptor connector)
    {
        ColumnSpec[] columns = [.. table.Columns.Where(c => c.Kind != ColumnKind.Computed).Select(c => new ColumnSpec(c.Name, c.Type, c.MetadataKey, c.IsVirtual))];
        return new TableSpec
        {
            Name = table.Name,
            Connector = connector.Name,
            Options = options,
            Columns = columns,
            PrimaryKey = [.. table.PrimaryKey.Select(k => Array.FindIndex(columns, c => c.Name == k))],
            PartitionKeys = table.PartitionKeys,
            SessionTimeZone = Session.TimeZone,
            JobName = jobName,
        };
    }
}
