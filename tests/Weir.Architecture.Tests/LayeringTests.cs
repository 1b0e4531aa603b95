using System.Xml.Linq;

namespace Weir.Architecture.Tests;

/// <summary>Who may know whom: each project's references against the design.</summary>
public sealed class LayeringTests
{
    private static readonly Dictionary<string, string[]> s_mayKnow = new()
    {
        ["Weir.Engine"] = [],
        ["Weir.Storage"] = ["Weir.Engine"],
        ["Weir.Sql"] = ["Weir.Engine"],
        ["Weir.Connectors"] = ["Weir.Engine"],
        ["Weir.Sdk"] = ["Weir.Engine"],
        ["Weir.Worker"] = ["Weir.Engine", "Weir.Storage", "Weir.Sql", "Weir.Connectors", "Weir.Sdk"],
        ["Weir.Cli"] = ["Weir.Engine", "Weir.Storage", "Weir.Sql", "Weir.Connectors", "Weir.Sdk", "Weir.Worker"],
        ["Weir.Lifecycle"] = [],
        ["Weir.Kubernetes"] = [],
        ["Weir.ControlPlane"] = ["Weir.Engine", "Weir.Sql", "Weir.Lifecycle", "Weir.Kubernetes"],
        ["Weir.Operator"] = ["Weir.Kubernetes", "Weir.Lifecycle"],
        ["Weir.Portal"] = [],
    };

    public static TheoryData<string> Projects()
    {
        TheoryData<string> projects = [];
        foreach (string project in ProjectFiles())
        {
            projects.Add(Path.GetFileNameWithoutExtension(project));
        }

        return projects;
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_whom_the_design_allows(string project)
    {
        Assert.True(s_mayKnow.ContainsKey(project), $"{project} has no place in the design: say whom it may know.");
        XDocument file = XDocument.Load(ProjectFiles().Single(p => Path.GetFileNameWithoutExtension(p) == project));
        string[] known = [.. file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))];
        Assert.Empty(known.Except(s_mayKnow[project]));
    }

    [Fact]
    public void The_engine_uses_no_package()
    {
        XDocument file = XDocument.Load(ProjectFiles().Single(p => p.EndsWith("Weir.Engine.csproj", StringComparison.Ordinal)));
        Assert.Empty(file.Descendants("PackageReference"));
    }

    [Fact]
    public void No_folder_is_a_drawer_for_whatever_has_no_name()
    {
        string[] drawers = ["Helpers", "Common", "Utils", "Util", "Misc"];
        IEnumerable<string> found = Directory.EnumerateDirectories(RepositoryRoot.Find(), "*", SearchOption.AllDirectories)
            .Where(d => !d.Contains("node_modules", StringComparison.Ordinal) && !d.Contains($"{Path.DirectorySeparatorChar}.", StringComparison.Ordinal) && drawers.Contains(Path.GetFileName(d)));
        Assert.Empty(found);
    }

    private static IEnumerable<string> ProjectFiles() =>
        new[] { "data-plane", "control-plane", "operators", "portal" }
            .Select(folder => Path.Combine(RepositoryRoot.Find(), folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories));
}
