using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Weir.Engine.Storage;

namespace Weir.Storage.Tests.Files;

/// <summary>Another process with a store in a folder, until its input ends: this very program, started by its entry point. Takes lines <c>create PATH TEXT</c> and <c>put PATH BYTES</c>, and answers each with a line.</summary>
internal sealed partial class FileStoreProcess : IDisposable
{
    internal const string Verb = "file-store";

    private const string Same = "same";
    private const string Nobody = "nobody";
    private const int NobodyId = 65534;

    private readonly Process _process;

    private FileStoreProcess(Process process) => _process = process;

    /// <summary>Starts it, as the same user, as one without rights (only root can), or by a command that starts it in its turn.</summary>
    internal static FileStoreProcess Start(string folder, bool asNobody = false, string[]? within = null)
    {
        string[] command = [.. within ?? [], "dotnet", "exec", typeof(FileStoreProcess).Assembly.Location, Verb, folder, asNobody ? Nobody : Same];
        FileStoreProcess started = new(Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        Assert.Equal("ready", started.ReadLine());
        return started;
    }

    internal void Send(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    internal string? ReadLine() => _process.StandardOutput.ReadLine();

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience.Long))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    internal static async Task RunAsync(string folder, string user)
    {
        using IObjectStore store = ObjectStores.CreateBuiltIn(TimeProvider.System).Open(folder);
        // .NET loads what it needs later from where others may not read, so all is used once before the rights are given up.
        await Assert.ThrowsAsync<StorageException>(() => store.ReadAsync("none"));
        if (user == Nobody && SetUser(NobodyId, NobodyId, NobodyId) != 0)
        {
            throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
        }

        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            try
            {
                Console.WriteLine(words switch
                {
                    ["create", string path, string text] => await store.TryCreateAsync(path, Encoding.UTF8.GetBytes(text), CancellationToken.None) ? "won" : "lost",
                    ["put", string path, string bytes] => await PutAsync(store, path, int.Parse(bytes, System.Globalization.CultureInfo.InvariantCulture)),
                    ["read", string path] => await store.ReadAsync(path),
                    ["list"] => string.Join(' ', await store.PathsAsync()),
                    ["delete", string path] => await DeleteAsync(store, path),
                    _ => throw new InvalidOperationException(line),
                });
            }
            catch (StorageException e)
            {
                Console.WriteLine(e.Message);
            }
        }
    }

    private static async Task<string> PutAsync(IObjectStore store, string path, int bytes)
    {
        await store.PutAsync(path, new MemoryStream(new byte[bytes]), CancellationToken.None);
        return "put";
    }

    private static async Task<string> DeleteAsync(IObjectStore store, string path)
    {
        await store.DeleteAsync(path, CancellationToken.None);
        return "deleted";
    }

    [LibraryImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    private static partial int SetUser(int real, int effective, int saved);
}
