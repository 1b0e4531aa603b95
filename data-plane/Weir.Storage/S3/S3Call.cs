namespace Weir.Storage.S3;

/// <summary>A kind of request.</summary>
/// <param name="Verb">What happens to the object: "read".</param>
/// <param name="Right">The right of AWS's that it takes.</param>
internal sealed record S3Call(string Verb, string Right)
{
    internal static S3Call Write { get; } = new("written", "s3:PutObject (and s3:AbortMultipartUpload)");

    internal static S3Call Read { get; } = new("read", "s3:GetObject");

    internal static S3Call List { get; } = new("listed", "s3:ListBucket");

    internal static S3Call Delete { get; } = new("deleted", "s3:DeleteObject");
}
