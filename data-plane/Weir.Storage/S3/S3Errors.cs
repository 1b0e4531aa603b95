using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Weir.Engine.Storage;

namespace Weir.Storage.S3;

/// <summary>Tells what may pass if it is tried again from what will not, and says what the latter means and what to do.</summary>
internal sealed class S3Errors(S3Settings settings, string credentials)
{
    /// <summary>Whether it may pass by itself: a lost connection, a server that is busy or starting.</summary>
    internal static bool IsTransient(Exception e) => e switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.NotImplemented } => false,
        AmazonServiceException { ErrorCode: "SlowDown" or "RequestTimeout" or "InternalError" or "ThrottlingException" or "BadDigest" or "XAmzContentSHA256Mismatch" or "ConcurrentModification" } => true,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict } => true,
        // Another failure than an answer of the server.
        AmazonServiceException { StatusCode: 0, InnerException: { } inner } => IsTransient(inner),
        AmazonServiceException => false,
        AmazonClientException { InnerException: { } inner } => IsTransient(inner),
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException or IOException or SocketException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    /// <summary>Whether it is a failure of storage at all, and none of the program.</summary>
    internal static bool IsOfStorage(Exception e) => e is AmazonServiceException or AmazonClientException || IsTransient(e) || e is HttpRequestException;

    internal static bool Is(Exception e, HttpStatusCode status) => e is AmazonServiceException answer && answer.StatusCode == status;

    /// <summary>What failed, in words.</summary>
    /// <param name="path">The object's path, or the prefix of a listing.</param>
    /// <param name="call">What was tried.</param>
    /// <param name="e">What came of it.</param>
    /// <param name="tries">How often it was tried.</param>
    /// <param name="elapsed">For how long.</param>
    internal StorageException Of(string path, S3Call call, Exception e, int tries, TimeSpan elapsed)
    {
        string what = path.Length == 0 ? $"{settings.Root} cannot be {call.Verb}" : $"{settings.Root}: '{path}' cannot be {call.Verb}";
        string tried = tries == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", tried {tries} times in {elapsed.TotalSeconds:0.#} s");
        if (e is not AmazonServiceException { StatusCode: not 0 } answer)
        {
            Exception root = e.GetBaseException();
            return root is AuthenticationException
                ? new($"{what}: the certificate of {settings.EndpointName} is not accepted: {Sentence(root.Message)} Add its authority to this machine's, or correct the endpoint.", e)
                : new($"{what}: {settings.EndpointName} cannot be reached{tried}: {Sentence(root is OperationCanceledException ? "it does not answer" : root.Message)} Is the server up, is the endpoint right (endpoint= in the address, or AWS_ENDPOINT_URL), and does the network let it through?", e);
        }

        string code = string.IsNullOrEmpty(answer.ErrorCode) ? answer.StatusCode.ToString() : answer.ErrorCode;
        return code switch
        {
            "NoSuchKey" => new($"{settings.Root}: there is no '{path}'.", e) { IsMissing = true },
            "NoSuchBucket" => new($"{what}: there is no bucket '{settings.Bucket}' at {settings.EndpointName}. Make it with 'aws s3 mb s3://{settings.Bucket}{EndpointOption}', or correct the address.", e),
            "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "ExpiredToken" or "AuthorizationHeaderMalformed" or "InvalidSecurity" => new(
                $"{what}: {settings.EndpointName} refuses the credentials from {credentials} for region '{settings.Region}' ({code}). Correct them, or the region.", e),
            "RequestTimeTooSkewed" => new($"{what}: the clocks of this machine and of {settings.EndpointName} differ too much. Set this machine's clock.", e),
            "PreconditionFailed" => new($"{what}: it was written over meanwhile.", e),
            "PermanentRedirect" or "TemporaryRedirect" or "IllegalLocationConstraintException" => new($"{what}: the bucket '{settings.Bucket}' is not in region '{settings.Region}'. Correct region= in the address, or AWS_REGION.", e),
            _ when answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => new(
                $"{what}: {settings.EndpointName} refuses it to the credentials from {credentials} ({code}). They need the right {call.Right}.", e),
            _ => new($"{what}: {settings.EndpointName} answers {(int)answer.StatusCode} {code}{tried}: {Sentence(answer.Message)}", e),
        };
    }

    private string EndpointOption => settings.Endpoint is null ? $" --region {settings.Region}" : $" --endpoint-url {settings.EndpointName}";

    private static string Sentence(string text) => text.Trim().TrimEnd('.') + ".";
}
