namespace Weir.Storage.Tests.S3;

/// <summary>The tests that share one server; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class S3Collection : ICollectionFixture<S3Server>
{
    public const string Name = "S3";
}
