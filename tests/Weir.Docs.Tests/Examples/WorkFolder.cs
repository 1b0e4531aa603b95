namespace Weir.Docs.Tests.Examples;

/// <summary>
/// The folder that examples run in, in place of the repository's root: it has the files that they read, and what they write doesn't stay.
/// The current directory is the process's, so all that run examples are in this collection, one after the other.
/// </summary>
public sealed class WorkFolder : IDisposable
{
    private static readonly string[] s_inputs = ["docs/sql/data"];
    private readonly string _before = Environment.CurrentDirectory;
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-docs-").FullName;

    public WorkFolder()
    {
        foreach (string input in s_inputs)
        {
            string to = Path.Combine(_folder, input);
            Directory.CreateDirectory(to);
            foreach (string file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, input)))
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
        }

        Environment.CurrentDirectory = _folder;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, true);
    }
}

/// <summary>Who shares <see cref="WorkFolder"/>.</summary>
[CollectionDefinition(Name)]
public sealed class WorkFolderUsers : ICollectionFixture<WorkFolder>
{
    public const string Name = "examples";
}
