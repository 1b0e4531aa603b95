using System.Numerics;
using System.Text;

namespace Weir.Connectors.Nexmark;

/// <summary>The texts that events are made of: letters, names, channels and addresses, as bytes. Made when first asked for (some ms).</summary>
internal static class NexmarkTexts
{
    public const int Channels = 10_000;
    public const int NamedChannels = 4;

    private const ulong Seed = 20_260_101;
    private const int LetterCount = 1 << 20;

    private static readonly Lazy<byte[]> s_letters = new(MakeLetters);
    private static readonly Lazy<TextTable> s_channels = new(MakeChannels);
    private static readonly Lazy<TextTable> s_urls = new(MakeUrls);

    public static byte[][] First { get; } = Split("Ada,Ben,Clara,David,Emma,Frank,Grace,Henry,Iris,Jonas,Karl");

    public static byte[][] Last { get; } = Split("Adams,Brown,Clark,Davis,Evans,Fisher,Green,Harris,Irwin");

    public static byte[][] Cities { get; } = Split("Phoenix,Los Angeles,San Francisco,Boise,Portland,Bend,Redmond,Seattle,Kent,Cheyenne");

    public static byte[][] States { get; } = Split("AZ,CA,ID,OR,WA,WY");

    /// <summary>The names of the channels: four known ones, then the numbered.</summary>
    public static TextTable ChannelNames => s_channels.Value;

    /// <summary>The address of each channel.</summary>
    public static TextTable Urls => s_urls.Value;

    /// <summary>A million letters and blanks; <see cref="Letters"/> takes a piece.</summary>
    public static byte[] LetterPool => s_letters.Value;

    /// <summary>So many letters (at most 1,024), which ones by chance.</summary>
    public static ReadOnlySpan<byte> Letters(byte[] pool, uint bits, int length) => pool.AsSpan((int)(bits & 0xFFBFF), length);

    private static byte[][] Split(string names) => [.. names.Split(',').Select(Encoding.ASCII.GetBytes)];

    private static byte[] MakeLetters()
    {
        SplittableRandom random = new(Seed);
        return MakeLetters(ref random);
    }

    private static byte[] MakeLetters(ref SplittableRandom random)
    {
        byte[] letters = new byte[LetterCount];
        for (int i = 0; i < letters.Length; i++)
        {
            letters[i] = random.Next(13) == 0 ? (byte)' ' : (byte)('a' + random.Next(26));
        }

        return letters;
    }

    private static TextTable MakeChannels()
    {
        TextTable table = new(NamedChannels + Channels);
        foreach (string name in new[] { "Google", "Facebook", "Baidu", "Apple" })
        {
            table.Add(Encoding.ASCII.GetBytes(name));
        }

        for (int i = 0; i < Channels; i++)
        {
            table.Add(Encoding.ASCII.GetBytes($"channel-{i}"));
        }

        return table;
    }

    private static TextTable MakeUrls()
    {
        SplittableRandom random = new(Seed);
        MakeLetters(ref random); // the addresses go on where the letters end
        TextTable table = new(NamedChannels + Channels);
        List<byte> url = [];
        for (int i = 0; i < NamedChannels + Channels; i++)
        {
            url.Clear();
            url.AddRange("https://www.nexmark.com"u8);
            for (int part = 0; part < 3; part++)
            {
                url.Add((byte)'/');
                for (int left = 3 + random.Next(3); left > 0; left--)
                {
                    url.Add(random.Next(13) == 0 ? (byte)'_' : (byte)('a' + random.Next(26)));
                }
            }

            url.AddRange("/item.htm?query=1"u8);
            if (i >= NamedChannels && random.Next(10) > 0)
            {
                url.AddRange("&channel_id="u8);
                url.AddRange(Encoding.ASCII.GetBytes(Math.Abs((long)Reverse(i - NamedChannels)).ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }

            table.Add([.. url]);
        }

        return table;
    }

    /// <summary>The bits of a number in reverse order.</summary>
    private static int Reverse(int value)
    {
        uint from = (uint)value;
        uint to = 0;
        for (int bit = 0; bit < 32; bit++)
        {
            to = (to << 1) | (from & 1);
            from = BitOperations.RotateRight(from, 1);
        }

        return (int)to;
    }
}
