namespace Weir.Storage.Tests.Conformance;

/// <summary>What the tests of a class need beside this program.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class NeedsAttribute : Attribute
{
    /// <summary>What is missing here; null when all is there.</summary>
    public abstract string? Missing { get; }
}
