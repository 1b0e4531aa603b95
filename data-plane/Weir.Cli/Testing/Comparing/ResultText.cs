using Weir.Engine.Types;

namespace Weir.Cli.Testing.Comparing;

/// <summary>Compares the text of a value with what is expected; a map's entries may come in any order.</summary>
internal static class ResultText
{
    public static bool Same(string? actual, string? expected, DataType type)
    {
        if (actual is null || expected is null)
        {
            return actual is null && expected is null;
        }

        return actual == expected || (MapText.HasMap(type) && MapText.Canonical(actual) == MapText.Canonical(expected));
    }
}
