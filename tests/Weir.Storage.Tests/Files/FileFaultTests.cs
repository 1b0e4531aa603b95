using System.Runtime.Versioning;
using Weir.Engine.Storage;

namespace Weir.Storage.Tests.Files;

/// <summary>Several processes on one folder, and what a disk does to them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_several_processes_that_create_at_once_one_wins_and_its_content_is_whole()
    {
        FileStoreProcess[] processes = [.. Enumerable.Range(0, 4).Select(_ => FileStoreProcess.Start(_folder.Path))];
        try
        {
            for (int round = 0; round < 50; round++)
            {
                string path = $"round/{round}/x";
                for (int k = 0; k < processes.Length; k++)
                {
                    processes[k].Send($"create {path} {new string((char)('a' + k), 5000)}");
                }

                string?[] answers = [.. processes.Select(p => p.ReadLine())];
                Assert.Equal(1, answers.Count(a => a == "won"));
                Assert.Equal(3, answers.Count(a => a == "lost"));
                Assert.Equal(new string((char)('a' + Array.IndexOf(answers, "won")), 5000), File.ReadAllText(Path.Combine(_folder.Path, path)));
            }
        }
        finally
        {
            foreach (FileStoreProcess process in processes)
            {
                process.Dispose();
            }
        }
    }

    [Fact]
    public async Task Writers_and_deleters_of_one_folder_do_not_fail_each_other()
    {
        using IObjectStore store = Open(_folder.Path);
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (writer, _) =>
        {
            for (int k = 0; k < 100; k++)
            {
                await store.PutAsync($"deep/er/{writer}", "x");
                await store.DeleteAsync($"deep/er/{writer}", CancellationToken.None);
            }
        });
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task What_a_dead_process_left_is_not_listed_and_goes_after_a_day()
    {
        using IObjectStore store = Open(_folder.Path);
        await store.PutAsync("a/b", "x");
        string young = Path.Combine(_folder.Path, "a", ".weir-tmp-young"), old = Path.Combine(_folder.Path, "a", ".weir-tmp-old");
        File.WriteAllText(young, "");
        File.WriteAllText(old, "");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        Assert.Equal(["a/b"], await store.PathsAsync());
        Assert.True(File.Exists(young));
        Assert.False(File.Exists(old));
    }

    [DiskFact]
    public void A_full_disk_says_so_and_leaves_what_was_there()
    {
        // A disk of one megabyte, seen by that process only and gone with it.
        string[] within = [.. DiskFactAttribute.OwnMounts, "sh", "-c", "mount -t tmpfs -o size=1m weir \"$0\" && exec \"$@\"", _folder.Path];
        using FileStoreProcess process = FileStoreProcess.Start(_folder.Path, within: within);
        Assert.Equal("put", Ask(process, "put a 100000"));
        Assert.Equal($"file://{_folder.Path}: 'a' cannot be written: the disk is full. Free space, or choose a folder on another disk.", Ask(process, "put a 2000000"));
        Assert.Equal($"file://{_folder.Path}: 'b/c' cannot be written: the disk is full. Free space, or choose a folder on another disk.", Ask(process, "put b/c 2000000"));
        Assert.Equal("a", Ask(process, "list"));
        Assert.Equal("put", Ask(process, "put b/c 500000"));
    }

    [DiskFact]
    public void A_disk_that_is_read_only_says_so()
    {
        string[] within = [.. DiskFactAttribute.OwnMounts, "sh", "-c", "mount -t tmpfs -o ro weir \"$0\" && exec \"$@\"", _folder.Path];
        using FileStoreProcess process = FileStoreProcess.Start(_folder.Path, within: within);
        Assert.Equal($"file://{_folder.Path}: 'a' cannot be written: the file system is read-only. Mount it for writing, or choose another folder.", Ask(process, "put a 1"));
    }

    [Fact]
    public void Missing_rights_are_said_to_be_missing()
    {
        string closed = Directory.CreateDirectory(Path.Combine(_folder.Path, "closed")).FullName;
        File.WriteAllText(Path.Combine(closed, "a"), "x");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(Path.Combine(closed, "a"), UnixFileMode.None);
        File.SetUnixFileMode(closed, (UnixFileMode)0b101_101_101);
        try
        {
            using FileStoreProcess process = FileStoreProcess.Start(closed, asNobody: Environment.IsPrivilegedProcess);
            Assert.StartsWith($"file://{closed}: 'b' cannot be written: the user '", Ask(process, "put b 1"), StringComparison.Ordinal);
            Assert.StartsWith($"file://{closed}: 'b/c' cannot be written: the user '", Ask(process, "put b/c 1"), StringComparison.Ordinal);
            Assert.StartsWith($"file://{closed}: 'a' cannot be read: the user '", Ask(process, "read a"), StringComparison.Ordinal);
            Assert.StartsWith($"file://{closed}: 'a' cannot be deleted: the user '", Ask(process, "delete a"), StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(closed, (UnixFileMode)0b111_101_101);
        }
    }

    [Fact]
    public async Task A_file_in_the_place_of_a_folder_and_a_folder_in_the_place_of_a_file_are_told()
    {
        using IObjectStore store = Open(_folder.Path);
        await store.PutAsync("a", "x");
        await store.PutAsync("f/x", "x");
        Assert.Equal($"file://{_folder.Path}: 'a/b' cannot be written: a file is where the path needs a folder.", (await Assert.ThrowsAsync<StorageException>(() => store.PutAsync("a/b", "x"))).Message);
        Assert.Equal($"file://{_folder.Path}: 'f' cannot be written: it is a folder with other objects in it.", (await Assert.ThrowsAsync<StorageException>(() => store.PutAsync("f", "x"))).Message);
        Assert.Equal(["a", "f/x"], await store.PathsAsync());
        Assert.Equal($"'{_folder.Path}/a' is a file, not a folder. Name a folder; it need not exist yet.", Assert.Throws<StorageException>(() => Open($"{_folder.Path}/a")).Message);
    }

    [Theory]
    [InlineData("file://host/folder")]
    [InlineData("file://")]
    [InlineData("")]
    public void An_address_of_no_folder_is_refused(string address) =>
        Assert.Equal($"'{address}' is no folder's address: write file:///var/weir (three slashes) or a path.", Assert.Throws<StorageException>(() => Open(address)).Message);

    private static IObjectStore Open(string address) => ObjectStores.CreateBuiltIn(TimeProvider.System).Open(address);

    private static string? Ask(FileStoreProcess process, string line)
    {
        process.Send(line);
        return process.ReadLine();
    }
}
