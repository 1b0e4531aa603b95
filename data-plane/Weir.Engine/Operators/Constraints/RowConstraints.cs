using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Strings;
using Weir.Engine.Types;

namespace Weir.Engine.Operators.Constraints;

/// <summary>
/// The constraints of the columns of a table, of the fields of a row, of the element of an array, or of key and value of a map, in the order in which Flink goes over them: NOT NULL, lengths of text, lengths of bytes, nested rows,
/// arrays, maps. Source: Flink's ConstraintEnforcerExecutor. NULL has no length.
/// </summary>
internal sealed class RowConstraints
{
    private readonly IReadOnlyList<RowField> _fields;
    private readonly ConstraintEnforcement _enforcement;
    private readonly Place _place;
    private readonly int[] _notNull;
    private readonly int[] _lengths = [];
    private readonly (int Field, RowConstraints Constraints)[] _rows = [];
    private readonly (int Field, RowConstraints Constraints)[] _arrays = [];
    private readonly (int Field, RowConstraints Constraints)[] _maps = [];
    private readonly Column[] _pair = new Column[2];

    public RowConstraints(IReadOnlyList<RowField> fields, ConstraintEnforcement enforcement)
        : this(fields, enforcement, Place.Columns)
    {
    }

    private RowConstraints(IReadOnlyList<RowField> fields, ConstraintEnforcement enforcement, Place place)
    {
        _fields = fields;
        _enforcement = enforcement;
        _place = place;
        _notNull = Fields(t => !t.IsNullable);
        if (enforcement.Length == TypeLengthEnforcer.Error)
        {
            _lengths = [.. Fields(t => t.IsCharacterString && t.Length < DataType.MaxLength), .. Fields(t => t.IsBinaryString && t.Length < DataType.MaxLength)];
        }

        if (enforcement.Nested != NestedConstraintEnforcer.Ignore)
        {
            _rows = Nested(TypeRoot.Row, t => new RowConstraints(t.Fields, enforcement, Place.Fields));
        }

        if (enforcement.Nested == NestedConstraintEnforcer.RowsAndCollections)
        {
            _arrays = Nested(TypeRoot.Array, t => new RowConstraints([new RowField("element", t.Element)], enforcement, Place.Elements));
            _maps = Nested(TypeRoot.Map, t => new RowConstraints([new RowField("key", t.Key), new RowField("value", t.Value)], enforcement, Place.Entries));
        }
    }

    private enum Place
    {
        Columns,
        Fields,
        Elements,
        Entries,
    }

    /// <summary>Whether some constraint is left to be looked at row by row.</summary>
    public bool NeedsCheck(ReadOnlySpan<Column> columns)
    {
        foreach (int field in _notNull)
        {
            if (columns[field].HasNulls)
            {
                return true;
            }
        }

        return _lengths.Length > 0 || AnyNested(_rows) || AnyNested(_arrays) || AnyNested(_maps);
    }

    /// <summary>Whether the row may be written: null when it may; <see cref="Violation.Drop"/> when it is to be dropped; else what is wrong with it.</summary>
    public Violation? Check(ReadOnlySpan<Column> columns, int row) =>
        CheckNulls(columns, row) ?? CheckLengths(columns, row) ?? CheckRows(columns, row) ?? CheckArrays(columns, row) ?? CheckMaps(columns, row);

    private Violation? CheckNulls(ReadOnlySpan<Column> columns, int row)
    {
        foreach (int field in _notNull)
        {
            if (columns[field].IsNull(row))
            {
                return _enforcement.NotNull == NotNullEnforcer.Drop
                    ? Violation.Drop
                    : new Violation(
                        PathOf(field),
                        "is NOT NULL, however, a null value is being written into it. "
                        + "You can set job configuration 'table.exec.sink.not-null-enforcer'='DROP' to suppress this exception and drop such records silently.");
            }
        }

        return null;
    }

    private Violation? CheckLengths(ReadOnlySpan<Column> columns, int row)
    {
        foreach (int field in _lengths)
        {
            DataType type = _fields[field].Type;
            BytesColumn column = (BytesColumn)columns[field];
            if (column.IsNull(row))
            {
                continue;
            }

            int length = type.IsCharacterString ? CodePoints.Count(column[row]) : column.Lengths[row];
            bool isFixed = type.Root is TypeRoot.Char or TypeRoot.Binary;
            if (length > type.Length || (isFixed && length < type.Length))
            {
                string name = type.Root switch
                {
                    TypeRoot.Char => "CHAR",
                    TypeRoot.VarChar => "VARCHAR",
                    TypeRoot.Binary => "BINARY",
                    _ => "VARBINARY",
                };
                return new Violation(
                    PathOf(field),
                    $"is {name}({type.Length}), however, a string of length {length} is being written into it. You can set job configuration 'table.exec.sink.type-length-enforcer' to control this behaviour.");
            }
        }

        return null;
    }

    private Violation? CheckRows(ReadOnlySpan<Column> columns, int row)
    {
        foreach ((int field, RowConstraints constraints) in _rows)
        {
            RowColumn column = (RowColumn)columns[field];
            if (!column.IsNull(row) && constraints.Check(column.Fields, row) is { } violation)
            {
                return violation.Within(PathOf(field));
            }
        }

        return null;
    }

    private Violation? CheckArrays(ReadOnlySpan<Column> columns, int row)
    {
        foreach ((int field, RowConstraints constraints) in _arrays)
        {
            ArrayColumn column = (ArrayColumn)columns[field];
            if (column.IsNull(row))
            {
                continue;
            }

            Column elements = column.Elements;
            for (int e = 0; e < column.Lengths[row]; e++)
            {
                if (constraints.Check(new ReadOnlySpan<Column>(in elements), column.Starts[row] + e) is { } violation)
                {
                    return violation.Within($"{PathOf(field)}[{e}]");
                }
            }
        }

        return null;
    }

    private Violation? CheckMaps(ReadOnlySpan<Column> columns, int row)
    {
        foreach ((int field, RowConstraints constraints) in _maps)
        {
            MapColumn column = (MapColumn)columns[field];
            if (column.IsNull(row))
            {
                continue;
            }

            for (int e = 0; e < column.Lengths[row]; e++)
            {
                _pair[0] = column.Keys;
                _pair[1] = column.Values;
                if (constraints.Check(_pair, column.Starts[row] + e) is { } violation)
                {
                    return violation.Within(PathOf(field));
                }
            }
        }

        return null;
    }

    /// <summary>How a field is named after what it is in: <c>.field</c>, nothing for an element (its array names it), <c>[key]</c>.</summary>
    private string PathOf(int field) => _place switch
    {
        Place.Columns => _fields[field].Name,
        Place.Fields => "." + _fields[field].Name,
        Place.Elements => string.Empty,
        _ => $"[{_fields[field].Name}]",
    };

    private static bool AnyNested((int Field, RowConstraints Constraints)[] nested)
    {
        foreach ((_, RowConstraints constraints) in nested)
        {
            if (constraints._notNull.Length > 0 || constraints._lengths.Length > 0 || AnyNested(constraints._rows) || AnyNested(constraints._arrays) || AnyNested(constraints._maps))
            {
                return true;
            }
        }

        return false;
    }

    private int[] Fields(Func<DataType, bool> has) => [.. Enumerable.Range(0, _fields.Count).Where(i => has(_fields[i].Type))];

    private (int Field, RowConstraints Constraints)[] Nested(TypeRoot root, Func<DataType, RowConstraints> create) =>
        [.. Fields(t => t.Root == root).Select(i => (i, create(_fields[i].Type)))];
}

/// <summary>What is wrong with a row.</summary>
internal sealed class Violation(string path, string text)
{
    /// <summary>The row is dropped without a word.</summary>
    public static Violation Drop { get; } = new(string.Empty, string.Empty);

    /// <summary>The violation as seen from the outside of what it was found in.</summary>
    public Violation Within(string outer) => ReferenceEquals(this, Drop) ? this : new Violation(outer + path, text);

    /// <summary>The failure of the job.</summary>
    public EvaluationException ToException() => new($"Column '{path}' {text}");
}
