using Weir.Sql.Aggregates;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;

namespace Weir.Architecture.Tests;

/// <summary>The reference names everything there is.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void The_reference_has_every_scalar_function()
    {
        string text = Read("functions.md");
        Assert.All(FunctionRegistry.CreateBuiltIn().All.Select(f => f.Name), name => Assert.Contains($"`{name.Replace("|", "\\|", StringComparison.Ordinal)}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_reference_has_every_aggregate()
    {
        string text = Read("functions.md");
        Assert.All(AggregateRegistry.CreateBuiltIn().All.Where(a => !a.IsInternal).Select(a => a.Name), name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_reference_has_every_option_of_every_connector_and_format()
    {
        string text = Read("connectors.md");
        DescriptorCatalog catalog = BuiltInDescriptors.Create();
        Assert.All(catalog.Connectors.SelectMany(c => c.Options.Select(o => o.Key).Append(c.Name)), key => Assert.Contains($"`{key}`", text, StringComparison.Ordinal));
        Assert.All(catalog.Formats.SelectMany(f => f.Options.Select(o => o.Key).Append(f.Name)), key => Assert.Contains($"`{key}`", text, StringComparison.Ordinal));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "sql", file));
}
