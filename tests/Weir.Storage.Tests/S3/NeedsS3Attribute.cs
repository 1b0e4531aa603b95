using Weir.Storage.Tests.Conformance;

namespace Weir.Storage.Tests.S3;

/// <summary>The class needs a real S3 server.</summary>
public sealed class NeedsS3Attribute : NeedsAttribute
{
    public override string? Missing => S3Server.Tool is null ? "needs an S3 server: WEIR_TOOLS names no folder with s3/s3 in it" : null;
}
