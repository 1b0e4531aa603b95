namespace Weir.Sql.Tests.Syntax;

/// <summary>A test over the folder that the environment variable WEIR_CASES names; skipped without it.</summary>
internal sealed class CasesFactAttribute : FactAttribute
{
    public CasesFactAttribute()
    {
        if (Folder is null) Skip = "WEIR_CASES names no folder with test cases";
    }

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("WEIR_CASES") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
}
