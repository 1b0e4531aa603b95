using Amazon.Runtime;
using Weir.Engine.Storage;

namespace Weir.Storage.S3;

/// <summary>
/// Credentials from a file (<c>aws_access_key_id = …</c> in sections, or lines <c>AWS_ACCESS_KEY_ID=…</c>) or from a folder with a file for
/// each, as secrets are mounted. Read again every minute, so that they can be exchanged while jobs run.
/// </summary>
internal sealed class S3CredentialsFile(string root, string path, string? profile, TimeProvider clock) : AWSCredentials
{
    private static readonly TimeSpan s_readAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ImmutableCredentials? _credentials;
    private long _readAt;

    /// <summary>For messages.</summary>
    internal string Source => profile is null ? $"'{path}'" : $"'{path}', profile '{profile}'";

    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials()
    {
        lock (_lock)
        {
            if (_credentials is null || clock.GetElapsedTime(_readAt) > s_readAgainAfter)
            {
                try
                {
                    _credentials = Read();
                }
                catch (StorageException) when (_credentials is not null)
                {
                    // The file is being exchanged: what was read holds until it is there again, or is refused.
                }

                _readAt = clock.GetTimestamp();
            }

            return _credentials;
        }
    }

    /// <inheritdoc/>
    public override Task<ImmutableCredentials> GetCredentialsAsync() => Task.FromResult(GetCredentials());

    private ImmutableCredentials Read()
    {
        Dictionary<string, string> values;
        try
        {
            values = Directory.Exists(path) ? ReadFolder() : ReadFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{root}: the credentials in {Source} cannot be read: {e.Message}", e);
        }

        string? key = values.GetValueOrDefault(S3Credentials.KeyName), secret = values.GetValueOrDefault(S3Credentials.SecretName);
        return key is null || secret is null
            ? throw new StorageException($"{root}: {Source} has no {(key is null ? S3Credentials.KeyName : S3Credentials.SecretName)} (or its lower-case twin).")
            : new ImmutableCredentials(key, secret, values.GetValueOrDefault(S3Credentials.TokenName));
    }

    private Dictionary<string, string> ReadFolder()
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in (string[])[S3Credentials.KeyName, S3Credentials.SecretName, S3Credentials.TokenName])
        {
            foreach (string file in (string[])[name, name.ToLowerInvariant()])
            {
                if (File.Exists(Path.Combine(path, file)))
                {
                    values[name] = File.ReadAllText(Path.Combine(path, file)).Trim();
                }
            }
        }

        return values;
    }

    private Dictionary<string, string> ReadFile()
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        string wanted = profile ?? "default";
        // A file without sections is a mounted secret, or to be sourced by a shell.
        string section = wanted;
        foreach (string raw in File.ReadLines(path))
        {
            string line = raw.Trim();
            if (line.StartsWith('['))
            {
                section = line.Trim('[', ']').Trim();
            }
            else if (line.Length > 0 && line[0] is not '#' and not ';' && section == wanted && line.Split('=', 2) is [string name, string value])
            {
                name = name.Trim();
                values[name.StartsWith("export ", StringComparison.Ordinal) ? name["export ".Length..].Trim() : name] = value.Trim().Trim('"', '\'');
            }
        }

        return values;
    }
}
