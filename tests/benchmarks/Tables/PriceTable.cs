using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Benchmarks.Tables;

/// <summary>The groups of q17 by auction and day: an index of open addressing over an array of structs.</summary>
internal sealed class PriceTable
{
    private Group[] _groups = new Group[1 << 12];
    private int[] _index = new int[1 << 13];
    private int _shift = 64 - 13;
    private int _count;

    /// <summary>The group of an auction and a day; a new one has no counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Group FindOrAdd(long auction, long day)
    {
        int place = Hashing.Place(auction + (day << 40), _shift);
        while (true)
        {
            int at = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_index), place) - 1;
            if (at < 0)
            {
                return ref Append(auction, day, place);
            }

            ref Group group = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_groups), at);
            if (group.Auction == auction && group.Day == day)
            {
                return ref group;
            }

            place = (place + 1) & (_index.Length - 1);
        }
    }

    private ref Group Append(long auction, long day, int place)
    {
        if (_count == _groups.Length)
        {
            Array.Resize(ref _groups, _count * 2);
            _index = new int[_groups.Length * 2];
            _shift = 64 - BitOperations.Log2((uint)_index.Length);
            for (int i = 0; i < _count; i++)
            {
                int free = Hashing.Place(_groups[i].Auction + (_groups[i].Day << 40), _shift);
                while (_index[free] != 0)
                {
                    free = (free + 1) & (_index.Length - 1);
                }

                _index[free] = i + 1;
            }

            return ref FindOrAdd(auction, day);
        }

        ref Group group = ref _groups[_count];
        group.Auction = auction;
        group.Day = day;
        _index[place] = ++_count;
        return ref group;
    }

    public struct Group
    {
        public long Auction;
        public long Day;

        /// <summary>All bids, then those of each rank of price.</summary>
        public Vector256<long> Counts;

        /// <summary>Lowest, highest, mean, sum.</summary>
        public Vector256<long> Prices;
    }
}
