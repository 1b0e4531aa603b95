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

        return actual == expected || (HasMap(type) && Sorted(actual) == Sorted(expected));
    }

    private static bool HasMap(DataType type) =>
        type.Root is TypeRoot.Map or TypeRoot.Multiset || type.Children.Any(HasMap) || type.Fields.Any(f => HasMap(f.Type));

    private static string Sorted(string text) => string.Concat(text.Split(['{', '}', ',', ' ', '[', ']', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
}
