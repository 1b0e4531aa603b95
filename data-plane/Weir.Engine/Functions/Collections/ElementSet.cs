using Weir.Engine.Batches;

namespace Weir.Engine.Functions.Collections;

/// <summary>A set of elements that are rows of one column; for use again and again.</summary>
internal sealed class ElementSet
{
    private int[] _slots = new int[16];
    private Column? _home;
    private int _count;

    /// <summary>Empties the set; its elements will be rows of the column.</summary>
    public void Clear(Column home)
    {
        _home = home;
        _count = 0;
        Array.Fill(_slots, -1);
    }

    /// <summary>Whether an element of any column of the same layout is in the set.</summary>
    public bool Contains(Column column, int row) => _slots[Probe(column, row)] >= 0;

    /// <summary>Adds a row of the set's own column. False when it is there already.</summary>
    public bool Add(int row)
    {
        if (_count * 2 >= _slots.Length)
        {
            Grow();
        }

        int slot = Probe(_home!, row);
        if (_slots[slot] >= 0)
        {
            return false;
        }

        _slots[slot] = row;
        _count++;
        return true;
    }

    private int Probe(Column column, int row)
    {
        int mask = _slots.Length - 1;
        int slot = (int)ElementEquality.Hash(column, row) & mask;
        while (_slots[slot] >= 0 && !ElementEquality.Equals(_home!, _slots[slot], column, row))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        int[] old = _slots;
        _slots = new int[old.Length * 2];
        Array.Fill(_slots, -1);
        foreach (int row in old)
        {
            if (row >= 0)
            {
                _slots[Probe(_home!, row)] = row;
            }
        }
    }
}
