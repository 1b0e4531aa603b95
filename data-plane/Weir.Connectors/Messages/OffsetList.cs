using System.Globalization;
using Weir.Connectors.Options;

namespace Weir.Connectors.Messages;

/// <summary>Offsets by partition as Flink writes them: <c>partition:0,offset:42;partition:1,offset:300</c>.</summary>
internal static class OffsetList
{
    /// <summary>The offsets that an option gives, which must be there.</summary>
    public static IReadOnlyDictionary<int, long> Read(OptionReader options, string key)
    {
        string text = options.Required(key);
        Dictionary<int, long> offsets = [];
        foreach (string pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = pair.Split(',', StringSplitOptions.TrimEntries);
            if (parts is not [['p', 'a', 'r', 't', 'i', 't', 'i', 'o', 'n', ':', .. string partition], ['o', 'f', 'f', 's', 'e', 't', ':', .. string offset]]
                || !int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out int p)
                || !long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out long o))
            {
                throw options.Malformed(key, text, "partition:0,offset:42;partition:1,offset:300");
            }

            offsets[p] = o;
        }

        return offsets;
    }
}
