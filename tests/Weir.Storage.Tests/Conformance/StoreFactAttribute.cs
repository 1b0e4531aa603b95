using Xunit.Sdk;

namespace Weir.Storage.Tests.Conformance;

/// <summary>A test of every kind of store: skipped, with the reason, where its class has a <see cref="NeedsAttribute"/> that isn't met.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Weir.Storage.Tests.Conformance.StoreFactDiscoverer", "Weir.Storage.Tests")]
public sealed class StoreFactAttribute : FactAttribute;
