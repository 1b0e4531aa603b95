namespace Weir.Sql.Syntax.Ast;

public sealed record CreateView(SourceSpan Span, QualifiedName Name, Query Query) : Statement(Span)
{
    public bool IsTemporary { get; init; }

    public bool IfNotExists { get; init; }

    public bool OrReplace { get; init; }

    public IReadOnlyList<Identifier> Columns { get; init; } = [];

    public string? Comment { get; init; }
}

/// <summary><c>CREATE [TEMPORARY [SYSTEM]] FUNCTION name AS 'class' [LANGUAGE x] [USING JAR 'path', …] [WITH (…)]</c>.</summary>
public sealed record CreateFunction(SourceSpan Span, QualifiedName Name, string ClassName) : Statement(Span)
{
    public bool IsTemporary { get; init; }

    public bool IsSystem { get; init; }

    public bool IfNotExists { get; init; }

    public string? Language { get; init; }

    /// <summary>Paths of <c>USING JAR</c> and <c>ADD JAR</c> lists, as written.</summary>
    public IReadOnlyList<StringLiteral> Resources { get; init; } = [];

    public IReadOnlyList<OptionEntry> Options { get; init; } = [];
}

public sealed record CreateCatalog(SourceSpan Span, QualifiedName Name, bool IfNotExists, string? Comment, IReadOnlyList<OptionEntry> Options) : Statement(Span);

public sealed record CreateDatabase(SourceSpan Span, QualifiedName Name, bool IfNotExists, string? Comment, IReadOnlyList<OptionEntry> Options) : Statement(Span);

public enum ObjectKind
{
    Table,
    View,
    Function,
    Catalog,
    Database,
}

/// <summary><see cref="IsCascade"/> is null when neither CASCADE nor RESTRICT is written (only databases have them).</summary>
public sealed record Drop(SourceSpan Span, ObjectKind Kind, QualifiedName Name, bool IfExists, bool IsTemporary, bool IsSystem, bool? IsCascade) : Statement(Span);

/// <summary><c>USE database</c>, or <c>USE CATALOG catalog</c>.</summary>
public sealed record Use(SourceSpan Span, ObjectKind Kind, QualifiedName Name) : Statement(Span);

public enum ShowKind
{
    Tables,
    Views,
    Functions,
    UserFunctions,
    Catalogs,
    CurrentCatalog,
    Databases,
    CurrentDatabase,
    Columns,
    Partitions,
    Modules,
    FullModules,
    Jars,
    Jobs,
    Procedures,
    Models,
    MaterializedTables,
    CreateTable,
    CreateView,
    CreateCatalog,
    CreateModel,
    CreateMaterializedTable,
}

/// <summary><c>SHOW kind [FROM|IN name] [[NOT] LIKE|ILIKE 'pattern']</c>; <see cref="Name"/> is also what SHOW CREATE names.</summary>
public sealed record Show(SourceSpan Span, ShowKind Kind, QualifiedName? Name, bool IsLikeNegated, bool IsCaseInsensitive, string? Like) : Statement(Span);

/// <summary><c>DESCRIBE [EXTENDED] name</c>, <c>DESCRIBE CATALOG|DATABASE|FUNCTION … name</c>.</summary>
public sealed record Describe(SourceSpan Span, ObjectKind Kind, QualifiedName Name, bool IsExtended) : Statement(Span);
