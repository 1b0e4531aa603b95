using Weir.Engine.Storage;
using Weir.Storage.Tests.Conformance;

namespace Weir.Storage.Tests.S3;

/// <summary>What every store owes, by S3.</summary>
[Collection(S3Collection.Name)]
[NeedsS3]
public sealed class S3ConformanceTests(S3Server server) : ObjectStoreConformance
{
    protected override IObjectStore Open()
    {
        string bucket = server.CreateBucketAsync().GetAwaiter().GetResult();
        return ObjectStores.CreateBuiltIn(TimeProvider.System, server.Environs).Open($"s3://{bucket}/some/prefix");
    }

    protected override void Close()
    {
        // The server is thrown away with its buckets.
    }
}
