using Amazon.Runtime;
using Weir.Engine.Storage;

namespace Weir.Storage.S3;

/// <summary>Finds the credentials that settings name: in a file, in the environment, or in the user's own file of AWS's.</summary>
internal static class S3Credentials
{
    internal const string KeyName = "AWS_ACCESS_KEY_ID";
    internal const string SecretName = "AWS_SECRET_ACCESS_KEY";
    internal const string TokenName = "AWS_SESSION_TOKEN";

    /// <summary>The credentials and where they are from, for messages.</summary>
    /// <exception cref="StorageException">They are missing; says where they were looked for.</exception>
    internal static (AWSCredentials Credentials, string Source) Find(S3Settings settings, TimeProvider clock)
    {
        if (settings.CredentialsFile is null && settings.Profile is null && Set(KeyName) is { } key)
        {
            string secret = Set(SecretName) ?? throw new StorageException($"{settings.Root}: {KeyName} is set, but {SecretName} is not.");
            return (Set(TokenName) is { } token ? new SessionAWSCredentials(key, secret, token) : new BasicAWSCredentials(key, secret), $"the environment ({KeyName})");
        }

        string? home = Set("HOME");
        string? file = settings.CredentialsFile ?? Set("AWS_SHARED_CREDENTIALS_FILE") ?? (home is null ? null : Path.Combine(home, ".aws", "credentials"));
        if (settings.CredentialsFile is null && settings.Profile is null && !File.Exists(file))
        {
            throw new StorageException(
                $"{settings.Root}: there are no credentials. Set {KeyName} and {SecretName}, or name a file that holds them, such as a mounted secret, with credentials-file=; '{file}' was looked for, too.");
        }

        string source = file ?? throw new StorageException($"{settings.Root}: a profile is named, but no file: add credentials-file=.");
        S3CredentialsFile credentials = new(settings.Root, source, settings.Profile ?? Set("AWS_PROFILE"), clock);
        credentials.GetCredentials();
        return (credentials, credentials.Source);

        string? Set(string name) => settings.Environment(name) is { Length: > 0 } value ? value : null;
    }
}
