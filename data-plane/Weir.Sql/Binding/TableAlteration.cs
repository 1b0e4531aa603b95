using Weir.Sql.Catalogs;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

/// <summary>From ALTER TABLE to the table as it is then: its definition is changed, and bound as if it had been written so.</summary>
internal sealed class TableAlteration(SqlEnvironment environment, CatalogTable table)
{
    private readonly CreateTable _definition = TableDefinition.Of(table);

    public CatalogTable Apply(AlterAction action)
    {
        CreateTable changed = action switch
        {
            AlterSet set => _definition with { Options = [.. _definition.Options.Where(o => set.Options.All(s => s.Key.Value != o.Key.Value)), .. set.Options] },
            AlterReset reset => Reset(reset),
            AlterSchema schema => schema.IsModify ? Modify(schema) : Add(schema),
            AlterRenameColumn rename => Rename(rename),
            AlterDrop drop => Drop(drop),
            _ => throw ExpressionBinder.Unsupported(action.Span, "This change of a table", "RENAME, SET, RESET, ADD, MODIFY and DROP are there."),
        };
        return new TableBinder(environment).Bind(changed, table.Name) with { FullName = table.FullName };
    }

    private CreateTable Reset(AlterReset reset)
    {
        if (reset.Keys.Count == 0)
        {
            throw new SqlException("ALTER TABLE RESET does not support empty key.", reset.Span);
        }

        if (reset.Keys.FirstOrDefault(k => k.Value == "connector") is { } connector)
        {
            throw new SqlException("ALTER TABLE RESET does not support changing 'connector'.", connector.Span);
        }

        return _definition with { Options = [.. _definition.Options.Where(o => reset.Keys.All(k => k.Value != o.Key.Value))] };
    }

    private CreateTable Add(AlterSchema schema)
    {
        List<ColumnDefinition> columns = [.. _definition.Columns];
        foreach (AlterColumn added in schema.Columns)
        {
            if (columns.Any(c => c.Name.Name == added.Column.Name.Name))
            {
                throw new SqlException($"Try to add a column '{added.Column.Name.Name}' which already exists in the table.", added.Column.Name.Span);
            }

            Place(columns, added);
        }

        if (schema.Watermark is { } watermark && _definition.Watermark is not null)
        {
            throw new SqlException("The base table has already defined the watermark strategy.", watermark.Span, "Write ALTER TABLE … MODIFY WATERMARK FOR …");
        }

        if (schema.Constraints.Count > 0 && _definition.Constraints.Count > 0)
        {
            throw new SqlException("The base table has already defined the primary key constraint.", schema.Constraints[0].Span, "Write ALTER TABLE … MODIFY PRIMARY KEY (…) NOT ENFORCED.");
        }

        return _definition with
        {
            Columns = columns,
            Watermark = schema.Watermark ?? _definition.Watermark,
            Constraints = schema.Constraints.Count > 0 ? schema.Constraints : _definition.Constraints,
            Distribution = schema.Distribution ?? _definition.Distribution,
        };
    }

    private CreateTable Modify(AlterSchema schema)
    {
        List<ColumnDefinition> columns = [.. _definition.Columns];
        foreach (AlterColumn modified in schema.Columns)
        {
            int at = Find(columns, modified.Column.Name.Name);
            if (at < 0)
            {
                throw new SqlException($"Try to modify a column '{modified.Column.Name.Name}' which does not exist in the table.", modified.Column.Name.Span, NearestName.Hint(modified.Column.Name.Name, columns.Select(c => c.Name.Name)));
            }

            if (modified.IsFirst || modified.After is not null)
            {
                columns.RemoveAt(at);
                Place(columns, modified);
            }
            else
            {
                columns[at] = modified.Column;
            }
        }

        if (schema.Watermark is { } watermark && _definition.Watermark is null)
        {
            throw new SqlException("The base table does not define any watermark strategy.", watermark.Span, "Write ALTER TABLE … ADD WATERMARK FOR …");
        }

        if (schema.Constraints.Count > 0 && _definition.Constraints.Count == 0)
        {
            throw new SqlException("The base table does not define any primary key constraint.", schema.Constraints[0].Span, "Write ALTER TABLE … ADD PRIMARY KEY (…) NOT ENFORCED.");
        }

        return _definition with
        {
            Columns = columns,
            Watermark = schema.Watermark ?? _definition.Watermark,
            Constraints = schema.Constraints.Count > 0 ? schema.Constraints : _definition.Constraints,
            Distribution = schema.Distribution ?? _definition.Distribution,
        };
    }

    private static void Place(List<ColumnDefinition> columns, AlterColumn column)
    {
        if (column.After is { } after)
        {
            int at = Find(columns, after.ToString());
            if (at < 0)
            {
                throw new SqlException($"Referenced column '{after}' by 'AFTER' does not exist in the table.", after.Span, NearestName.Hint(after.ToString(), columns.Select(c => c.Name.Name)));
            }

            columns.Insert(at + 1, column.Column);
        }
        else
        {
            columns.Insert(column.IsFirst ? 0 : columns.Count, column.Column);
        }
    }

    private CreateTable Rename(AlterRenameColumn rename)
    {
        string old = rename.Column.ToString();
        Identifier to = rename.NewName.Parts[^1];
        int at = Required(rename.Column);
        if (Find(_definition.Columns, to.Name) >= 0)
        {
            throw new SqlException($"The column '{to.Name}' already existed in table schema.", to.Span);
        }

        RefuseUsed(old, rename.Column, "rename");
        List<ColumnDefinition> columns = [.. _definition.Columns];
        columns[at] = columns[at] switch
        {
            PhysicalColumn p => p with { Name = to },
            MetadataColumn m => m with { Name = to, Key = m.Key ?? old },
            ComputedColumn c => c with { Name = to },
            ColumnDefinition other => throw new InvalidOperationException(other.GetType().Name),
        };
        return _definition with
        {
            Columns = columns,
            Constraints = [.. _definition.Constraints.Select(c => c with { Columns = [.. c.Columns.Select(k => k.Name == old ? to : k)] })],
            PartitionedBy = [.. _definition.PartitionedBy.Select(p => p.Name == old ? to : p)],
        };
    }

    private CreateTable Drop(AlterDrop drop)
    {
        switch (drop.Kind)
        {
            case AlterDropKind.PrimaryKey or AlterDropKind.Constraint:
                if (_definition.Constraints.Count == 0)
                {
                    throw new SqlException("The base table does not define any primary key.", drop.Span);
                }

                if (drop.Kind == AlterDropKind.Constraint && _definition.Constraints[0].Name?.Name != drop.Names[0].ToString())
                {
                    throw new SqlException($"The base table does not define a primary key constraint named '{drop.Names[0]}'.", drop.Names[0].Span, "Write DROP PRIMARY KEY.");
                }

                return _definition with { Constraints = [] };
            case AlterDropKind.Watermark:
                return _definition.Watermark is null ? throw new SqlException("The base table does not define any watermark strategy.", drop.Span) : _definition with { Watermark = null };
            case AlterDropKind.Distribution:
                return _definition.Distribution is null ? throw new SqlException("Table does not have a distribution to drop.", drop.Span) : _definition with { Distribution = null };
            default:
                HashSet<string> dropped = [.. drop.Names.Select(n => n.ToString())];
                foreach (QualifiedName name in drop.Names)
                {
                    Required(name);
                    RefuseUsed(name.ToString(), name, "drop", dropped);
                    if (table.PrimaryKey.Contains(name.ToString()))
                    {
                        throw new SqlException($"Failed to drop the column '{name}': it is used as the primary key.", name.Span);
                    }
                }

                return _definition with { Columns = [.. _definition.Columns.Where(c => !dropped.Contains(c.Name.Name))] };
        }
    }

    private int Required(QualifiedName column)
    {
        int at = Find(_definition.Columns, column.ToString());
        return at >= 0 ? at : throw new SqlException($"The column '{column}' does not exist in the base table.", column.Span, NearestName.Hint(column.ToString(), _definition.Columns.Select(c => c.Name.Name)));
    }

    /// <summary>What computed columns and the watermark read cannot go.</summary>
    private void RefuseUsed(string column, QualifiedName written, string verb, HashSet<string>? except = null)
    {
        ComputedColumn? reader = _definition.Columns.OfType<ComputedColumn>().FirstOrDefault(c => except?.Contains(c.Name.Name) != true && Reads(c.Expression, column));
        if (reader is not null)
        {
            throw new SqlException($"Failed to {verb} the column '{column}': it is referenced by the computed column '{reader.Name.Name}'.", written.Span);
        }

        if (_definition.Watermark is { } watermark && (watermark.Column.ToString() == column || Reads(watermark.Expression, column)))
        {
            throw new SqlException($"Failed to {verb} the column '{column}': it is referenced by the watermark expression.", written.Span, "DROP WATERMARK first.");
        }
    }

    private static bool Reads(Syntax.Ast.Expression expression, string column) => AstWalk.Any(expression, e => e is ColumnReference r && r.Parts[0].Name == column);

    private static int Find(IReadOnlyList<ColumnDefinition> columns, string name)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name.Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
