namespace Weir.Faults.Tests.Tools;

/// <summary>A test that needs tools of the folder WEIR_TOOLS: skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="tools">The tools, below the folder.</param>
    public ToolFactAttribute(params string[] tools)
    {
        Tools = tools;
        if (tools.FirstOrDefault(t => Find(t) is null) is { } missing)
        {
            Skip = $"needs the tool {missing}: WEIR_TOOLS names no folder with it";
        }
    }

    /// <summary>The tools.</summary>
    public IReadOnlyList<string> Tools { get; }

    internal static string? Find(string tool)
    {
        string? folder = Environment.GetEnvironmentVariable("WEIR_TOOLS");
        string? path = string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, tool);
        return File.Exists(path) ? path : null;
    }
}
