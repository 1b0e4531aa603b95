using System.Buffers.Binary;
using Weir.Engine.Checkpoints;
using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>
/// Sessions on their way to a snapshot and back, some at a time.
/// <code>
/// key     the key as it is stored | start (8, big-endian)
/// value   end (8) | what is kept by session
/// </code>
/// </summary>
internal sealed class SessionImages(KeyIndex keys, IReadOnlyList<SlotState> columns)
{
    private const int AtATime = 1024;

    private readonly int[] _keySlots = new int[AtATime];
    private readonly int[] _sessions = new int[AtATime];
    private readonly long[] _starts = new long[AtATime];
    private readonly long[] _ends = new long[AtATime];
    private readonly KeyBatch _keys = new();
    private readonly SlotImages _images = new();
    private readonly ByteWriter _key = new();
    private int _count;

    public bool IsFull => _count == AtATime;

    public void Add(int key, int session, long start, long end)
    {
        _keySlots[_count] = key;
        _sessions[_count] = session;
        _starts[_count] = start;
        _ends[_count++] = end;
    }

    public void WriteTo(StateBlock block, int keyGroups)
    {
        ReadOnlySpan<int> sessions = _sessions.AsSpan(0, _count);
        keys.EncodeKeys(_keySlots.AsSpan(0, _count), _keys);
        _images.Begin(_count);
        _images.Sizes.Fill(sizeof(long));
        foreach (SlotState column in columns)
        {
            column.Measure(sessions, _images.Sizes);
        }

        _images.Lay();
        for (int k = 0; k < _count; k++)
        {
            _images.Write(k, _ends[k]);
        }

        foreach (SlotState column in columns)
        {
            column.Save(sessions, _images);
        }

        ReadOnlySpan<ulong> hashes = _keys.Hashes;
        for (int k = 0; k < _count; k++)
        {
            _key.Clear();
            _keys.WriteStored(k, _key);
            _key.WriteFixed(BinaryPrimitives.ReverseEndianness(_starts[k]));
            block.Put(keys.KeyTypes.Count == 0 ? 0 : Hashing.KeyGroup(hashes[k], keyGroups), _key.Written, _images[k]);
        }

        _count = 0;
    }

    /// <summary>Reads sessions; <paramref name="open"/> is given the slot of the key, start and end, and answers the session.</summary>
    public static void Read(StateReader reader, KeyIndex keys, IReadOnlyList<SlotState> columns, Func<int, long, long, int> open)
    {
        bool isNumeric = KeyEncoder.NumericKeys(keys.KeyTypes);
        KeyBatch batch = new();
        SlotImages images = new();
        int[] slot = new int[1];
        int[] session = new int[1];
        while (reader.MoveNext())
        {
            if (reader.Key.Length < sizeof(long))
            {
                throw new StateImageException();
            }

            batch.BeginStored(1, isNumeric);
            batch.AddStored(reader.Key[..^sizeof(long)]);
            batch.EndStored();
            images.Clear();
            images.Add(reader.Value);
            keys.FindOrAdd(batch, slot);
            session[0] = open(slot[0], BinaryPrimitives.ReadInt64BigEndian(reader.Key[^sizeof(long)..]), images.Read<long>(0));
            foreach (SlotState column in columns)
            {
                column.EnsureSlots(session[0] + 1);
                column.Load(session, images);
            }
        }
    }
}
