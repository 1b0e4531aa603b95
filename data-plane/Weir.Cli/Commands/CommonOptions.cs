using System.CommandLine;
using Weir.Engine.Connectors;

namespace Weir.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal sealed class CommonOptions
{
    public Option<string[]> Set { get; } = new("--set") { Description = "A setting, as by SET: --set table.local-time-zone=UTC.", HelpName = "KEY=VALUE", AllowMultipleArgumentsPerToken = false };

    public Option<string[]> Var { get; } = new("--var") { Description = "A value for ${NAME} in the text.", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = false };

    public void AddTo(Command command)
    {
        command.Options.Add(Set);
        command.Options.Add(Var);
    }

    /// <summary>The pairs of an option; null, with a message printed, when one is no pair.</summary>
    public static Dictionary<string, string>? Pairs(ParseResult parsed, Option<string[]> option)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (string text in parsed.GetValue(option) ?? [])
        {
            int at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                Console.Error.WriteLine($"error: {option.Name} takes KEY=VALUE, not '{text}'.");
                return null;
            }

            pairs[text[..at].Trim('\'')] = text[(at + 1)..].Trim('\'');
        }

        return pairs;
    }

    /// <summary>The duration of an option, null where it is not given; false, with a message printed, when it is none.</summary>
    public static bool TryDuration(string option, string? text, out TimeSpan? duration)
    {
        duration = null;
        if (text is null)
        {
            return true;
        }

        if (!OptionText.TryParseDuration(text, out TimeSpan value) || value <= TimeSpan.Zero)
        {
            Console.Error.WriteLine($"error: '{text}' is no duration for {option}: write e.g. 60s or 5min.");
            return false;
        }

        duration = value;
        return true;
    }
}
