namespace Weir.Faults.Tests.Tools;

/// <summary>The tests that share one broker and one S3 server; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ToolCollection : ICollectionFixture<KafkaBroker>, ICollectionFixture<S3Server>
{
    public const string Name = "Tools";
}
