using System.Globalization;
using Weir.Engine.Storage;

namespace Weir.Storage.S3;

/// <summary>Where objects are on S3, or on what speaks its protocol, and how to get there. Credentials are only ever named, never held.</summary>
public sealed record S3Settings
{
    private const string Scheme = "s3://";
    private const string KnownSettings = "endpoint, region, path-style, credentials-file, profile, give-up-after-seconds";

    /// <summary>The bucket, which must be there.</summary>
    public required string Bucket { get; init; }

    /// <summary>What every key begins with, without slashes at its ends; empty for the whole bucket.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The server's URL; null for AWS itself.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region: where on AWS, and part of every signature.</summary>
    public required string Region { get; init; }

    /// <summary>Whether the bucket is in the URL's path (<c>https://host/bucket</c>) rather than in the host's name.</summary>
    public bool IsPathStyle { get; init; }

    /// <summary>A file with credentials, such as a mounted secret, in AWS's format or as lines <c>AWS_ACCESS_KEY_ID=…</c>; or a folder with a file for each. Null: from the environment, then from <c>~/.aws/credentials</c>.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The file's section; null for <c>default</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>Reads environment variables.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>How long what is transient is tried again before it is told as an error.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a request may go without an answer, and a read without a byte, before it counts as lost.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For messages: the bucket and the prefix.</summary>
    public string Root => Prefix.Length == 0 ? Scheme + Bucket : $"{Scheme}{Bucket}/{Prefix}";

    /// <summary>The server, for messages.</summary>
    public string EndpointName => Endpoint?.GetLeftPart(UriPartial.Authority) ?? $"AWS S3 in {Region}";

    /// <summary>Reads an address: <c>s3://bucket/prefix?endpoint=https://host&amp;region=eu-west-1&amp;path-style=true&amp;credentials-file=/run/secrets/s3&amp;profile=weir&amp;give-up-after-seconds=60</c>; all after the bucket may be left out.</summary>
    /// <param name="address">The address.</param>
    /// <param name="environment">Reads environment variables: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE.</param>
    /// <exception cref="StorageException">It is no such address, or holds credentials.</exception>
    public static S3Settings Parse(string address, Func<string, string?> environment)
    {
        int question = address.IndexOf('?', StringComparison.Ordinal);
        string place = question < 0 ? address : address[..question];
        if (!place.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new StorageException($"'{place}' is no address of S3: write s3://bucket/prefix.");
        }

        if (place.Contains('@', StringComparison.Ordinal))
        {
            throw new StorageException("An address of S3 holds '@', as if there were credentials in it. They don't belong there: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a file with credentials-file=.");
        }

        string[] parts = place[Scheme.Length..].Split('/', 2);
        string bucket = parts[0], prefix = parts.Length == 1 ? "" : parts[1].Trim('/');
        if (bucket.Length == 0 || bucket.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '.' and not '_'))
        {
            throw new StorageException($"'{place}' names no bucket: write s3://bucket/prefix; a bucket's name has lower-case letters, digits, '-' and '.'.");
        }

        if (prefix.Length > 0)
        {
            ObjectPath.Check(Scheme + bucket, prefix);
        }

        Dictionary<string, string> settings = ReadQuery(place, question < 0 ? "" : address[(question + 1)..]);
        string? endpoint = settings.GetValueOrDefault("endpoint") ?? Set("AWS_ENDPOINT_URL_S3") ?? Set("AWS_ENDPOINT_URL");
        string? region = settings.GetValueOrDefault("region") ?? Set("AWS_REGION") ?? Set("AWS_DEFAULT_REGION");
        string? pathStyle = settings.GetValueOrDefault("path-style");
        return new S3Settings
        {
            Bucket = bucket,
            Prefix = prefix,
            Endpoint = endpoint is null ? null : ReadEndpoint(place, endpoint),
            Region = region ?? (endpoint is null ? throw new StorageException($"{place}: no region is set: add ?region=, or set AWS_REGION.") : "us-east-1"),
            // Few servers beside AWS's own have a name for each bucket.
            IsPathStyle = pathStyle is null ? endpoint is not null && !endpoint.Contains("amazonaws.com", StringComparison.OrdinalIgnoreCase) : ReadFlag(place, pathStyle),
            CredentialsFile = settings.GetValueOrDefault("credentials-file"),
            Profile = settings.GetValueOrDefault("profile"),
            Environment = environment,
            GiveUpAfter = settings.TryGetValue("give-up-after-seconds", out string? seconds) ? ReadSeconds(place, seconds) : TimeSpan.FromMinutes(1),
        };

        string? Set(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }

    private static Dictionary<string, string> ReadQuery(string place, string query)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = pair.Split('=', 2);
            string name = sides[0];
            if (sides.Length < 2 || !KnownSettings.Split(", ").Contains(name))
            {
                // Its value may be a secret that was put there by mistake.
                string hint = name.Contains("key", StringComparison.OrdinalIgnoreCase) || name.Contains("secret", StringComparison.OrdinalIgnoreCase) || name.Contains("token", StringComparison.OrdinalIgnoreCase)
                    ? " Credentials don't belong in an address: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a file with credentials-file=."
                    : "";
                throw new StorageException($"{place}: there is no setting '{name}='; there are {KnownSettings}.{hint}");
            }

            if (!settings.TryAdd(name, Uri.UnescapeDataString(sides[1])))
            {
                throw new StorageException($"{place}: '{name}=' is there twice.");
            }
        }

        return settings;
    }

    private static Uri ReadEndpoint(string place, string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
            ? url
            : throw new StorageException($"{place}: the endpoint is no URL of a server: write http://host:port or https://host, without credentials.");

    private static bool ReadFlag(string place, string value) => value switch
    {
        "true" => true,
        "false" => false,
        _ => throw new StorageException($"{place}: path-style is true or false, not '{value}'."),
    };

    private static TimeSpan ReadSeconds(string place, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw new StorageException($"{place}: give-up-after-seconds is a whole number of seconds, not '{value}'.");
}
