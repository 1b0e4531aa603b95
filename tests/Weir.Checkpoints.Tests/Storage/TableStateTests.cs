using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Checkpoints.Tests.Storage;

/// <summary>Tables by key: what of them is written at a checkpoint, and in which form.</summary>
public sealed class TableStateTests
{
    [Fact]
    public void What_little_has_changed_is_little_that_is_written()
    {
        using KeyIndex keys = KeyIndex.Create([DataType.BigInt]);
        keys.TrackChanges();
        keys.MarkWritten(Add(keys, [.. Enumerable.Range(0, 10_000)]));
        long whole = Saved(keys).Length;
        Assert.True(whole > 10_000 * 17, $"{whole} bytes");
        Assert.Equal(0, Saved(keys).Entries);

        keys.MarkWritten(Add(keys, [5, 10_001, 7000]));
        keys.Remove(Add(keys, [9])[0]);
        StateBlock changes = Saved(keys);
        Assert.False(changes.IsWhole);
        Assert.Equal(4, changes.Entries);
        Assert.True(changes.Length < 250, $"{changes.Length} bytes");
    }

    [Fact]
    public void A_key_that_is_removed_and_comes_again_is_there()
    {
        using KeyIndex keys = KeyIndex.Create([DataType.BigInt]);
        keys.TrackChanges();
        keys.MarkWritten(Add(keys, [1]));
        Saved(keys);
        keys.Remove(Add(keys, [1])[0]);
        keys.MarkWritten(Add(keys, [1]));
        Assert.Equal(["delete 1", "put 1"], Entries(Saved(keys)));
    }

    /// <summary>Rows are exchanged by the first column alone, so that keys which share it are in one group, removed or not.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_removed_key_is_in_the_group_that_it_was_put_in(int groupColumns)
    {
        using KeyIndex keys = KeyIndex.Create([DataType.BigInt, DataType.BigInt], groupColumns);
        keys.TrackChanges();
        int[] slots = Add(keys, [.. Enumerable.Range(0, 200)], 2);
        keys.MarkWritten(slots);
        string[] put = Groups(Saved(keys));
        foreach (int slot in slots)
        {
            keys.Remove(slot);
        }

        Assert.Equal(put, Groups(Saved(keys)));
    }

    [Fact]
    public void Stored_numbers_are_in_the_order_of_numbers_and_null_is_first()
    {
        long[] numbers = [long.MinValue, -1_000_000, -1, 0, 1, 255, 256, long.MaxValue];
        KeyBatch batch = new();
        batch.ResetNumeric(numbers.Length + 1, hasNulls: true);
        numbers.CopyTo(batch.Numbers[1..]);
        batch.Nulls[0] = 1;
        byte[][] stored = [.. Enumerable.Range(0, numbers.Length + 1).Select(k => Stored(batch, k))];
        for (int k = 1; k < stored.Length; k++)
        {
            Assert.True(stored[k - 1].AsSpan().SequenceCompareTo(stored[k]) < 0);
        }

        KeyBatch read = new();
        read.BeginStored(stored.Length, isNumeric: true);
        foreach (byte[] key in stored)
        {
            read.AddStored(key);
        }

        read.EndStored();
        Assert.Equal(numbers, read.Numbers[1..].ToArray());
        Assert.Equal(1, read.Nulls[0]);
        Assert.Throws<StateImageException>(() => read.AddStored(new byte[8]));
    }

    [Fact]
    public void An_image_that_is_too_short_is_refused()
    {
        SlotImages images = new();
        images.Add(new byte[7]);
        Assert.Throws<StateImageException>(() => images.Read<long>(0));
        Assert.Equal(0, images.Read<int>(0));
        Assert.Throws<StateImageException>(() => images.ReadBytes(0));
        images.Clear();
        images.Add([255, 255, 255, 255]);
        Assert.Throws<StateImageException>(() => images.ReadBytes(0));
    }

    private static int[] Add(KeyIndex keys, int[] numbers, int columns = 1)
    {
        Column[] key = [.. Enumerable.Range(0, columns).Select(_ => ColumnFactory.Create(DataType.BigInt, numbers.Length))];
        for (int i = 0; i < numbers.Length; i++)
        {
            for (int c = 0; c < columns; c++)
            {
                ColumnValues.Set(key[c], DataType.BigInt, i, (long)(c == 0 && columns > 1 ? numbers[i] % 10 : numbers[i]));
            }
        }

        KeyBatch batch = new();
        new KeyEncoder([.. Enumerable.Range(0, columns)], keys.KeyTypes).Encode(key, new Selection(numbers.Length), batch);
        int[] slots = new int[numbers.Length];
        keys.FindOrAdd(batch, slots);
        return slots;
    }

    private static StateBlock Saved(KeyIndex keys)
    {
        StateSaver saver = new(128, isWhole: false);
        saver.WriteTable("keys", keys, []);
        return Assert.Single(saver.Blocks);
    }

    private static List<(int Group, string Text)> Read(StateBlock block)
    {
        using SegmentStream content = new();
        block.AddTo(content);
        byte[] all = new byte[content.Length];
        content.ReadExactly(all);
        int groups = BitConverter.ToInt32(all, 4);
        int at = 12 + (groups * StateBlock.GroupHeaderBytes);
        List<(int, string)> entries = [];
        for (int g = 0; g < groups; g++)
        {
            int header = 8 + (g * StateBlock.GroupHeaderBytes);
            int length = (int)BitConverter.ToInt64(all, header + 8);
            using StateReader reader = new([(BitConverter.ToInt32(all, header), all[at..(at + length)])]);
            while (reader.MoveNext())
            {
                string key = reader.Key.Length == 9 ? $"{System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(reader.Key[1..]) ^ (1UL << 63)}" : Convert.ToHexString(reader.Key);
                entries.Add((reader.Group, $"{(reader.IsDeletion ? "delete" : "put")} {key}"));
            }

            at += length;
        }

        return entries;
    }

    private static string[] Entries(StateBlock block) => [.. Read(block).Select(e => e.Text)];

    private static string[] Groups(StateBlock block) => [.. Read(block).Select(e => $"{e.Group}: {e.Text.Split(' ')[1]}").Order(StringComparer.Ordinal)];

    private static byte[] Stored(KeyBatch batch, int k)
    {
        ByteWriter writer = new();
        batch.WriteStored(k, writer);
        return writer.Written.ToArray();
    }
}
