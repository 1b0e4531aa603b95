using Weir.Sql.Descriptors;
using Weir.Sql.Functions;

namespace Weir.Sql.Compilation;

/// <summary>Where statements are compiled: the session's settings, the catalog of tables and views, the functions and connectors known. Statements change it as they are compiled. Not thread-safe.</summary>
public sealed partial class SqlEnvironment
{
    /// <summary>An environment with an empty catalog.</summary>
    public SqlEnvironment(DescriptorCatalog descriptors, FunctionRegistry functions)
    {
        Descriptors = descriptors;
        Functions = functions;
    }

    /// <summary>The connectors and formats.</summary>
    public DescriptorCatalog Descriptors { get; }

    internal Catalogs.Catalog Catalog { get; } = new();

    internal Aggregates.AggregateRegistry Aggregates { get; } = Weir.Sql.Aggregates.AggregateRegistry.CreateBuiltIn();

    /// <summary>The scalar functions.</summary>
    public FunctionRegistry Functions { get; }

    /// <summary>The settings.</summary>
    public Session Session { get; } = new();

    /// <summary>
    /// Asked by a table's name when it is read or written: a descriptor answered here takes the place of the table's connector (its <see cref="Engine.Connectors.TableSpec.Connector"/> is then the descriptor's name, options stay as they are and are not checked).
    /// For tests, whose inputs and outputs are in memory.
    /// </summary>
    public Func<string, ConnectorDescriptor?> ConnectorOverride { get; init; } = _ => null;

    /// <summary>Keys of SET that Flink has and Weir passes over, or that neither knows, are told as warnings or errors among the diagnostics.</summary>
    public CompiledScript Compile(string text) => new ScriptCompiler(this).Compile(text);
}
