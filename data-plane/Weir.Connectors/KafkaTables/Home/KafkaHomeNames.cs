using System.Security.Cryptography;
using System.Text;

namespace Weir.Connectors.KafkaTables.Home;

/// <summary>What a job is called in Kafka.</summary>
/// <param name="Topic">The topic to whose only partition the commits' numbers belong; nothing is written to it.</param>
/// <param name="Group">The consumer group that keeps them.</param>
/// <param name="FirstId">The transactional id of one producer.</param>
/// <param name="SecondId">That of the other.</param>
internal sealed record KafkaHomeNames(string Topic, string Group, string FirstId, string SecondId)
{
    private const int LongestJob = 200; // a topic's name has at most 249 characters
    private const int HashDigits = 12;

    public static KafkaHomeNames Of(string job, string prefix)
    {
        string name = Encode(job);
        return new KafkaHomeNames($"weir.{name}.commits", $"weir.{name}", $"{prefix}weir.{name}.0.a", $"{prefix}weir.{name}.0.b");
    }

    /// <summary>The job's name as the name of a topic allows it; what had to be changed gets a hash of the whole, so that no two jobs meet.</summary>
    private static string Encode(string job)
    {
        StringBuilder name = new(job.Length);
        foreach (char c in job)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_');
        }

        if (name.Length > LongestJob)
        {
            name.Length = LongestJob;
        }

        return name.Equals(job.AsSpan()) ? job : $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job)))[..HashDigits]}";
    }
}
