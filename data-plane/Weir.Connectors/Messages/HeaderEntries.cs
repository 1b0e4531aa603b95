using Weir.Engine.Batches;

namespace Weir.Connectors.Messages;

/// <summary>Writes a message's headers as a MAP; of headers with the same name the last counts, as in Flink.</summary>
internal readonly ref struct HeaderEntries
{
    private readonly MapColumn _map;
    private readonly int _start;

    public HeaderEntries(Column column)
    {
        _map = (MapColumn)column;
        _start = _map.EntryCount;
    }

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isValueNull)
    {
        BytesColumn keys = (BytesColumn)_map.Keys;
        BytesColumn values = (BytesColumn)_map.Values;
        int entry = _start;
        while (entry < _map.EntryCount && !keys[entry].SequenceEqual(name))
        {
            entry++;
        }

        if (entry == _map.EntryCount)
        {
            _map.AddEntry();
            keys.SetValid(entry);
            keys.Set(entry, name);
        }

        if (isValueNull)
        {
            values.SetNull(entry);
        }
        else
        {
            values.SetValid(entry);
            values.Set(entry, value);
        }
    }

    public void Commit(int row)
    {
        _map.SetValid(row);
        _map.Commit(row, _start);
    }
}
