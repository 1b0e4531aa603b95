using System.CommandLine;
using System.Reflection;

namespace Weir.Cli.Commands;

/// <summary><c>weir version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        Command command = new("version", "Print the version.");
        command.SetAction(_ =>
        {
            Console.WriteLine(typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");
            return ExitCode.Ok;
        });
        return command;
    }
}
