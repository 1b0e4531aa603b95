using Xunit.Abstractions;
using Xunit.Sdk;

namespace Weir.Storage.Tests.Conformance;

/// <summary>A test that asks its class, which may have inherited it, whether it can run here.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    /// <summary>For the runner, which reads test cases back.</summary>
    [Obsolete("Only for the runner.", error: true)]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(messages, display, displayOptions, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.ToRuntimeType().GetCustomAttributes(typeof(NeedsAttribute), inherit: true).OfType<NeedsAttribute>().Select(n => n.Missing).FirstOrDefault(m => m is not null)
        ?? base.GetSkipReason(factAttribute);
}
