using System.Text;

namespace Weir.Connectors.KafkaTables;

/// <summary>An entry of Java's sasl.jaas.config: <c>org.apache…PlainLoginModule required username="u" password="p";</c></summary>
internal sealed record JaasConfig(string Module, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Takes an entry apart; null where it is not one.</summary>
    public static JaasConfig? TryParse(string text)
    {
        List<string> words = Words(text.Trim().TrimEnd(';'));
        if (words.Count < 2)
        {
            return null;
        }

        Dictionary<string, string> options = [];
        foreach (string word in words.Skip(2))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return null;
            }

            options[word[..equals]] = word[(equals + 1)..];
        }

        return new JaasConfig(words[0][(words[0].LastIndexOf('.') + 1)..], options);
    }

    public override string ToString() => Module; // never the options, which hold passwords

    /// <summary>The words, without the quotes around values.</summary>
    private static List<string> Words(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                if (c == '\\' && i + 1 < text.Length)
                {
                    word.Append(text[++i]);
                }
                else if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (char.IsWhiteSpace(c))
            {
                Take();
            }
            else
            {
                word.Append(c);
            }
        }

        Take();
        return words;

        void Take()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
