using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

/// <summary>CREATE and DROP of everything but tables, USE, SHOW, DESCRIBE, ADD JAR.</summary>
internal sealed partial class Parser
{
    private Statement Create(SourceSpan start)
    {
        // CREATE [OR {REPLACE|ALTER}] MATERIALIZED TABLE and CREATE [TEMPORARY] MODEL, CONNECTION are named as a whole when refused.
        var ahead = Peek(1).IsWord("OR") ? 3 : 1;
        while (Peek(ahead).IsWord("TEMPORARY") || Peek(ahead).IsWord("SYSTEM")) ahead++;
        if (Peek(ahead).IsWord("MATERIALIZED")) return Unsupported(start, ahead + 2);
        if (Peek(ahead).IsWord("MODEL") || Peek(ahead).IsWord("CONNECTION")) return Unsupported(start, ahead + 1);

        Expect("CREATE");
        var orReplace = Accept("OR", "REPLACE");
        var isTemporary = Accept("TEMPORARY");
        var isSystem = isTemporary && Accept("SYSTEM");
        if (Accept("FUNCTION")) return CreateFunction(start, isTemporary, isSystem);
        if (isSystem) throw Unexpected();
        if (Accept("TABLE")) return CreateTable(start, isTemporary, orReplace);
        if (Accept("VIEW")) return CreateView(start, isTemporary, orReplace);
        if (isTemporary) throw Unexpected();
        if (Accept("CATALOG"))
        {
            var ifNotExists = IfNotExists();
            var name = QualifiedName("a catalog name");
            var comment = Comment();
            var options = WithOptions();
            return new CreateCatalog(SpanFrom(start), name, ifNotExists, comment, options);
        }

        if (Accept("DATABASE"))
        {
            var ifNotExists = IfNotExists();
            var name = QualifiedName("a database name");
            var comment = Comment();
            var options = WithOptions();
            return new CreateDatabase(SpanFrom(start), name, ifNotExists, comment, options);
        }

        throw Unexpected();
    }

    private CreateView CreateView(SourceSpan start, bool isTemporary, bool orReplace)
    {
        var ifNotExists = IfNotExists();
        var name = QualifiedName("a view name");
        List<Identifier> columns = IsSymbol("(") ? ParenthesizedNames("a column name") : [];
        var comment = Comment();
        Expect("AS");
        var query = Query();
        return new CreateView(SpanFrom(start), name, query)
        {
            IsTemporary = isTemporary,
            IfNotExists = ifNotExists,
            OrReplace = orReplace,
            Columns = columns,
            Comment = comment,
        };
    }

    private CreateFunction CreateFunction(SourceSpan start, bool isTemporary, bool isSystem)
    {
        var ifNotExists = IfNotExists();
        var name = QualifiedName("a function name");
        Expect("AS");
        var className = ExpectString("the name of a class in quotes");
        string? language = null;
        if (Accept("LANGUAGE"))
        {
            if (Current.Kind != TokenKind.Word) throw Unexpected("JAVA, SCALA, PYTHON or SQL");
            language = Take().Upper;
        }

        List<StringLiteral> resources = [];
        if (Accept("USING"))
        {
            do
            {
                if (!Accept("JAR") && !Accept("FILE") && !Accept("ARTIFACT")) throw Unexpected();
                if (Current.Kind != TokenKind.String) throw Unexpected("a path in quotes");
                resources.Add(StringValue());
            }
            while (AcceptSymbol(","));
        }

        var options = WithOptions();
        return new CreateFunction(SpanFrom(start), name, className)
        {
            IsTemporary = isTemporary,
            IsSystem = isSystem,
            IfNotExists = ifNotExists,
            Language = language,
            Resources = resources,
            Options = options,
        };
    }

    private Statement Drop(SourceSpan start)
    {
        var ahead = Peek(1).IsWord("TEMPORARY") ? 2 : 1;
        if (Peek(ahead).IsWord("MATERIALIZED")) return Unsupported(start, ahead + 2);
        if (Peek(ahead).IsWord("MODEL") || Peek(ahead).IsWord("CONNECTION")) return Unsupported(start, ahead + 1);

        Expect("DROP");
        var isTemporary = Accept("TEMPORARY");
        var isSystem = isTemporary && Accept("SYSTEM");
        var kind = isSystem ? ObjectKind.Function : ObjectKind.Table;
        if (isSystem) Expect("FUNCTION");
        else kind = Object(withTemporary: isTemporary);
        var ifExists = IfExists();
        var name = QualifiedName($"a {kind.ToString().ToLowerInvariant()} name");
        bool? isCascade = null;
        if (kind == ObjectKind.Database)
        {
            if (Accept("CASCADE")) isCascade = true;
            else if (Accept("RESTRICT")) isCascade = false;
        }

        return new Drop(SpanFrom(start), kind, name, ifExists, isTemporary, isSystem, isCascade);
    }

    private ObjectKind Object(bool withTemporary)
    {
        if (Accept("TABLE")) return ObjectKind.Table;
        if (Accept("VIEW")) return ObjectKind.View;
        if (Accept("FUNCTION")) return ObjectKind.Function;
        if (!withTemporary && Accept("DATABASE")) return ObjectKind.Database;
        if (!withTemporary && Accept("CATALOG")) return ObjectKind.Catalog;
        throw Unexpected();
    }

    private Statement Use(SourceSpan start)
    {
        if (Peek(1).IsWord("MODULES")) return Unsupported(start, 2);
        Expect("USE");
        var kind = Accept("CATALOG") ? ObjectKind.Catalog : ObjectKind.Database;
        var name = QualifiedName(kind == ObjectKind.Catalog ? "a catalog name" : "a database name");
        return new Use(SpanFrom(start), kind, name);
    }

    private Statement Describe(SourceSpan start)
    {
        if (Peek(1).IsWord("JOB") || Peek(1).IsWord("MODEL")) return Unsupported(start, 2);
        Take();
        if (Accept("CATALOG")) return Described(ObjectKind.Catalog, "a catalog name");
        if (Accept("DATABASE")) return Described(ObjectKind.Database, "a database name");
        if (Accept("FUNCTION")) return Described(ObjectKind.Function, "a function name");
        return Described(ObjectKind.Table, "a table name");

        Describe Described(ObjectKind kind, string what)
        {
            var isExtended = Accept("EXTENDED");
            var name = QualifiedName(what);
            return new Describe(SpanFrom(start), kind, name, isExtended);
        }
    }

    private AddJar Jar(SourceSpan start)
    {
        var isRemove = Take().Upper == "REMOVE";
        Expect("JAR");
        var path = ExpectString("a path in quotes");
        return new AddJar(SpanFrom(start), path, isRemove);
    }

    private Show Show(SourceSpan start)
    {
        Expect("SHOW");
        var (kind, named) = ShowKind();
        if (named)
        {
            var created = QualifiedName("a name");
            return new Show(SpanFrom(start), kind, created, false, false, null);
        }

        QualifiedName? name = null;
        if (kind is Ast.ShowKind.Partitions) name = QualifiedName("a table name");
        else if (Accept("FROM") || Accept("IN")) name = QualifiedName(kind == Ast.ShowKind.Columns ? "a table name" : "a database name");
        else if (kind == Ast.ShowKind.Columns) throw Unexpected();
        if (kind == Ast.ShowKind.Partitions && Is("PARTITION")) throw Error(Current.Span, "SHOW PARTITIONS of one partition is not supported", "leave PARTITION (…) out");

        var isNegated = Accept("NOT");
        var isCaseInsensitive = !Accept("LIKE") && Accept("ILIKE");
        string? like = null;
        if (Previous.IsWord("LIKE") || Previous.IsWord("ILIKE")) like = ExpectString("a pattern in quotes");
        else if (isNegated) throw Unexpected();
        return new Show(SpanFrom(start), kind, name, isNegated, isCaseInsensitive, like);
    }

    /// <summary>The kind, and whether it is SHOW CREATE with a name.</summary>
    private (ShowKind Kind, bool IsCreate) ShowKind()
    {
        if (Accept("CREATE"))
        {
            if (Accept("TABLE")) return (Ast.ShowKind.CreateTable, true);
            if (Accept("VIEW")) return (Ast.ShowKind.CreateView, true);
            if (Accept("CATALOG")) return (Ast.ShowKind.CreateCatalog, true);
            if (Accept("MODEL")) return (Ast.ShowKind.CreateModel, true);
            if (Accept("MATERIALIZED", "TABLE")) return (Ast.ShowKind.CreateMaterializedTable, true);
            throw Unexpected();
        }

        foreach (var (words, kind) in ShowKinds)
        {
            if (words.Length == 1 ? Accept(words[0]) : Accept(words[0], words[1])) return (kind, false);
        }

        throw Unexpected();
    }

    private static readonly (string[] Words, ShowKind Kind)[] ShowKinds =
    [
        (["TABLES"], Ast.ShowKind.Tables),
        (["VIEWS"], Ast.ShowKind.Views),
        (["FUNCTIONS"], Ast.ShowKind.Functions),
        (["USER", "FUNCTIONS"], Ast.ShowKind.UserFunctions),
        (["CATALOGS"], Ast.ShowKind.Catalogs),
        (["CURRENT", "CATALOG"], Ast.ShowKind.CurrentCatalog),
        (["DATABASES"], Ast.ShowKind.Databases),
        (["CURRENT", "DATABASE"], Ast.ShowKind.CurrentDatabase),
        (["COLUMNS"], Ast.ShowKind.Columns),
        (["PARTITIONS"], Ast.ShowKind.Partitions),
        (["MODULES"], Ast.ShowKind.Modules),
        (["FULL", "MODULES"], Ast.ShowKind.FullModules),
        (["JARS"], Ast.ShowKind.Jars),
        (["JOBS"], Ast.ShowKind.Jobs),
        (["PROCEDURES"], Ast.ShowKind.Procedures),
        (["MODELS"], Ast.ShowKind.Models),
        (["MATERIALIZED", "TABLES"], Ast.ShowKind.MaterializedTables),
    ];

    private bool IfNotExists()
    {
        if (!Is("IF") || !Peek(1).IsWord("NOT")) return false;
        Take();
        Expect("NOT", "EXISTS");
        return true;
    }

    private bool IfExists()
    {
        if (!Is("IF", "EXISTS")) return false;
        Take();
        Take();
        return true;
    }

    private string? Comment() => Accept("COMMENT") ? ExpectString("a comment in quotes") : null;

    private List<OptionEntry> WithOptions() => Accept("WITH") ? Options() : [];

    private List<OptionEntry> Options()
    {
        ExpectSymbol("(");
        if (AcceptSymbol(")")) return [];
        var options = CommaList(OptionEntry);
        ExpectSymbol(")");
        return options;
    }

    private OptionEntry OptionEntry()
    {
        if (Current.Kind != TokenKind.String) throw Unexpected("an option's key in quotes");
        // Not StringValue: a second string right behind the key is a missing '=', not a key that goes on.
        var token = Take();
        var key = new StringLiteral(token.Span, token.Text);
        ExpectSymbol("=");
        if (Current.Kind != TokenKind.String) throw Unexpected("the option's value in quotes");
        var value = StringValue();
        return new OptionEntry(SpanFrom(key.Span), key, value);
    }
}
