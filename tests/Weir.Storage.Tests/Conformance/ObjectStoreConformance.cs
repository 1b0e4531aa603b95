using Weir.Engine.Storage;

namespace Weir.Storage.Tests.Conformance;

/// <summary>What every kind of store owes, by <see cref="IObjectStore"/>.</summary>
public abstract class ObjectStoreConformance : IDisposable
{
    private readonly Lazy<IObjectStore> _store;

    protected ObjectStoreConformance() => _store = new(Open);

    private IObjectStore Store => _store.Value;

    public void Dispose()
    {
        if (_store.IsValueCreated)
        {
            Store.Dispose();
        }

        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>A store of the test's own, empty.</summary>
    protected abstract IObjectStore Open();

    /// <summary>Takes away what the test had.</summary>
    protected abstract void Close();

    [StoreFact]
    public async Task What_was_put_is_read()
    {
        await Store.PutAsync("a/b/c.bin", "content");
        Assert.Equal("content", await Store.ReadAsync("a/b/c.bin"));
    }

    [StoreFact]
    public async Task A_second_put_writes_over_the_first()
    {
        await Store.PutAsync("a", "a long first content");
        await Store.PutAsync("a", "second");
        Assert.Equal("second", await Store.ReadAsync("a"));
        Assert.Equal(6, Assert.Single(await Store.ListAsync()).Length);
    }

    [StoreFact]
    public async Task A_put_reads_its_stream_from_the_start()
    {
        using MemoryStream content = new("content"u8.ToArray()) { Position = 5 };
        await Store.PutAsync("a", content, CancellationToken.None);
        Assert.Equal("content", await Store.ReadAsync("a"));
    }

    [StoreFact]
    public async Task An_empty_object_is_there()
    {
        await Store.PutAsync("empty", "");
        Assert.Equal("", await Store.ReadAsync("empty"));
        Assert.Equal("", await Store.ReadAsync("empty", 0, 10));
        Assert.Equal(0, Assert.Single(await Store.ListAsync()).Length);
    }

    [StoreFact]
    public async Task Part_of_an_object_is_read_by_offset_and_length()
    {
        await Store.PutAsync("a", "0123456789");
        Assert.Equal("3456", await Store.ReadAsync("a", 3, 4));
        Assert.Equal("789", await Store.ReadAsync("a", 7));
        Assert.Equal("0", await Store.ReadAsync("a", 0, 1));
        Assert.Equal("89", await Store.ReadAsync("a", 8, 100));
        Assert.Equal("", await Store.ReadAsync("a", 3, 0));
        Assert.Equal("", await Store.ReadAsync("a", 10));
        Assert.Equal("", await Store.ReadAsync("a", 11, 1));
    }

    [StoreFact]
    public async Task Reading_what_is_not_there_says_that_it_is_missing()
    {
        await Store.PutAsync("folder/a", "x");
        foreach (string path in (string[])["none", "folder", "folder/b", "folder/a/b", "none/none"])
        {
            foreach (long? length in (long?[])[null, 0, 5])
            {
                StorageException missing = await Assert.ThrowsAsync<StorageException>(() => Store.ReadAsync(path, 0, length));
                Assert.True(missing.IsMissing);
                Assert.Equal($"{Store.Root}: there is no '{path}'.", missing.Message);
            }
        }
    }

    [StoreFact]
    public async Task A_listing_is_in_the_order_of_paths()
    {
        string[] paths = ["A", "a-b", "a.txt", "a/1", "a/10", "a/2/x", "a0", "b/c", "ä", "\uFF21", "\U0001F600"];
        foreach (string path in paths.Reverse())
        {
            await Store.PutAsync(path, path);
        }

        Assert.Equal(paths, await Store.PathsAsync());
    }

    [StoreFact]
    public async Task A_prefix_may_end_at_a_folder_or_within_a_name()
    {
        foreach (string path in (string[])["ab/c/1", "ab/c/2", "ab/cd", "ab/d", "abc", "b"])
        {
            await Store.PutAsync(path, "x");
        }

        Assert.Equal(["ab/c/1", "ab/c/2"], await Store.PathsAsync("ab/c/"));
        Assert.Equal(["ab/c/1", "ab/c/2", "ab/cd"], await Store.PathsAsync("ab/c"));
        Assert.Equal(["ab/c/1", "ab/c/2", "ab/cd", "ab/d", "abc"], await Store.PathsAsync("a"));
        Assert.Equal(["b"], await Store.PathsAsync("b"));
        Assert.Empty(await Store.PathsAsync("b/"));
        Assert.Empty(await Store.PathsAsync("none/"));
    }

    [StoreFact]
    public async Task A_listing_tells_length_and_time()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await Store.PutAsync("a", "content");
        StoredObject found = Assert.Single(await Store.ListAsync());
        Assert.Equal(7, found.Length);
        Assert.InRange(found.Written, before.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [StoreFact]
    public async Task A_listing_goes_over_more_than_a_thousand_objects()
    {
        string[] paths = [.. Enumerable.Range(0, 1203).Select(k => $"many/{k:D4}")];
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (path, _) => await Store.PutAsync(path, path));
        Assert.Equal(paths, await Store.PathsAsync("many/"));
    }

    [StoreFact]
    public async Task Deleting_leaves_the_others_and_may_be_done_twice()
    {
        await Store.PutAsync("f/a", "a");
        await Store.PutAsync("f/b", "b");
        await Store.DeleteAsync("f/a", CancellationToken.None);
        await Store.DeleteAsync("f/a", CancellationToken.None);
        await Store.DeleteAsync("none/none", CancellationToken.None);
        await Store.DeleteAsync("f", CancellationToken.None);
        Assert.Equal(["f/b"], await Store.PathsAsync());
        await Store.DeleteAsync("f/b", CancellationToken.None);
        Assert.Empty(await Store.PathsAsync());
    }

    [StoreFact]
    public async Task Creating_succeeds_once()
    {
        Assert.True(await Store.TryCreateAsync("a", "first"));
        Assert.False(await Store.TryCreateAsync("a", "second"));
        Assert.Equal("first", await Store.ReadAsync("a"));
        await Store.DeleteAsync("a", CancellationToken.None);
        Assert.True(await Store.TryCreateAsync("a", "third"));
        Assert.Equal("third", await Store.ReadAsync("a"));
    }

    [StoreFact]
    public async Task Of_sixteen_who_create_at_once_one_wins_and_its_content_is_there()
    {
        for (int round = 0; round < 5; round++)
        {
            string path = $"race/{round}/x";
            bool[] won = await Task.WhenAll(Enumerable.Range(0, 16).Select(k => Store.TryCreateAsync(path, Objects.Bytes(100_000, k), CancellationToken.None)));
            int winner = Array.IndexOf(won, true);
            Assert.Equal(1, won.Count(w => w));
            Assert.Equal(Objects.Bytes(100_000, winner), await Store.ReadBytesAsync(path));
        }

        Assert.Equal(5, (await Store.ListAsync()).Count);
    }

    [StoreFact]
    public async Task Odd_names_are_kept()
    {
        string[] paths = ["with space/ a b ", "a+b", "100%", "%41", "ünï/cödé", "日本", "a&b=c?d#e", "q\"'<>", "back\\slash", "..a/b..", "~", "a:b*c|d"];
        foreach (string path in paths)
        {
            await Store.PutAsync(path, path);
            Assert.False(await Store.TryCreateAsync(path, "other"));
        }

        Assert.Equal(paths.Order(StringComparer.Ordinal), await Store.PathsAsync());
        foreach (string path in paths)
        {
            Assert.Equal(path, await Store.ReadAsync(path));
            await Store.DeleteAsync(path, CancellationToken.None);
        }

        Assert.Empty(await Store.ListAsync());
    }

    [StoreFact]
    public async Task Paths_that_lead_out_or_that_some_store_cannot_hold_are_refused()
    {
        foreach (string path in (string[])["", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/..", ".", "a/./b", "a\0b", "a\nb", "\uD800", ".weir-tmp-x", "a/.weir-tmp-x"])
        {
            StorageException refused = await Assert.ThrowsAsync<StorageException>(() => Store.PutAsync(path, "x"));
            Assert.StartsWith($"{Store.Root}: the path '", refused.Message, StringComparison.Ordinal);
            Assert.Contains("is refused: ", refused.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StorageException>(() => Store.TryCreateAsync(path, "x"));
            await Assert.ThrowsAsync<StorageException>(() => Store.ReadAsync(path));
            await Assert.ThrowsAsync<StorageException>(() => Store.DeleteAsync(path, CancellationToken.None));
        }

        foreach (string prefix in (string[])["/", "/a", "../", "..", "a/../", "a//", "a\0"])
        {
            await Assert.ThrowsAsync<StorageException>(() => Store.ListAsync(prefix));
        }
    }

    [StoreFact]
    public async Task A_hundred_megabytes_come_back_as_they_were()
    {
        byte[] content = Objects.Bytes((100 << 20) + 12_345);
        await Store.PutAsync("large", new MemoryStream(content), CancellationToken.None);
        byte[] whole = await Store.ReadBytesAsync("large"), part = await Store.ReadBytesAsync("large", 50_000_000, 1_000_000);
        Assert.True(content.AsSpan().SequenceEqual(whole));
        Assert.True(content.AsSpan(50_000_000, 1_000_000).SequenceEqual(part));
        Assert.Equal(content.Length, Assert.Single(await Store.ListAsync()).Length);
    }

    [StoreFact]
    public async Task Lengths_around_the_limits_of_parts_come_back_as_they_were()
    {
        foreach (int length in (int[])[(16 << 20) - 1, 16 << 20, (16 << 20) + 1, 24 << 20])
        {
            byte[] content = Objects.Bytes(length);
            await Store.PutAsync("limit", new MemoryStream(content), CancellationToken.None);
            byte[] read = await Store.ReadBytesAsync("limit");
            Assert.True(content.AsSpan().SequenceEqual(read), $"{length} bytes");
        }
    }

    [StoreFact]
    public async Task A_cancelled_put_leaves_what_was_there()
    {
        await Store.PutAsync("a", "before");
        using CancellationTokenSource stop = new();
        using CancellingStream content = new(Objects.Bytes(40 << 20), stop, at: 20 << 20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync("a", content, stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.TryCreateAsync("b", new byte[1], stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.OpenReadAsync("a", 0, null, stop.Token));
        Assert.Equal("before", await Store.ReadAsync("a"));
        Assert.Equal(["a"], await Store.PathsAsync());
    }

    [StoreFact]
    public async Task An_object_that_is_written_over_is_read_whole_before_or_after()
    {
        byte[][] contents = [.. Enumerable.Range(0, 4).Select(k => Enumerable.Repeat((byte)k, 300_000).ToArray())];
        await Store.PutAsync("a", new MemoryStream(contents[0]), CancellationToken.None);
        Task writing = Task.Run(async () =>
        {
            for (int k = 0; k < 40; k++)
            {
                await Store.PutAsync("a", new MemoryStream(contents[k % 4]), CancellationToken.None);
            }
        });
        while (!writing.IsCompleted)
        {
            byte[] read = await Store.ReadBytesAsync("a");
            Assert.Equal(contents[read[0]], read);
        }

        await writing;
    }
}
