using Weir.Engine.Batches;

namespace Weir.Connectors.DataGen;

/// <summary>ARRAY of a fixed length.</summary>
internal sealed class RandomArray(ValueGenerator element, int length) : ValueGenerator
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        ArrayColumn array = (ArrayColumn)column;
        int start = array.ElementCount;
        for (int i = 0; i < length; i++)
        {
            int at = array.AddElement();
            element.Generate(array.Elements, at, ref random, moment);
        }

        array.Commit(row, start);
    }
}

/// <summary>MAP and MULTISET of at most the length (fewer where a key comes twice).</summary>
internal sealed class RandomMap(ValueGenerator key, ValueGenerator value, int length) : ValueGenerator
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        MapColumn map = (MapColumn)column;
        int start = map.EntryCount;
        int used = start;
        int added = start;
        for (int i = 0; i < length; i++)
        {
            if (used == added)
            {
                added = map.AddEntry() + 1;
            }

            key.Generate(map.Keys, used, ref random, moment);
            value.Generate(map.Values, used, ref random, moment);
            used += Has(map.Keys, start, used) ? 0 : 1;
        }

        map.SetRange(row, start, used - start);
    }

    /// <summary>Whether the key at the place is there already.</summary>
    private static bool Has(Column keys, int start, int at)
    {
        for (int entry = start; entry < at; entry++)
        {
            bool same = keys.IsNull(entry) || keys.IsNull(at)
                ? keys.IsNull(entry) && keys.IsNull(at)
                : keys switch
                {
                    BytesColumn c => c[entry].SequenceEqual(c[at]),
                    FixedColumn<byte> c => c[entry] == c[at],
                    FixedColumn<sbyte> c => c[entry] == c[at],
                    FixedColumn<short> c => c[entry] == c[at],
                    FixedColumn<int> c => c[entry] == c[at],
                    FixedColumn<long> c => c[entry] == c[at],
                    FixedColumn<float> c => c[entry].Equals(c[at]),
                    FixedColumn<double> c => c[entry].Equals(c[at]),
                    FixedColumn<Int128> c => c[entry] == c[at],
                    _ => false,
                };
            if (same)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>ROW.</summary>
internal sealed class RandomRow(ValueGenerator[] fields) : ValueGenerator
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        RowColumn target = (RowColumn)column;
        for (int f = 0; f < fields.Length; f++)
        {
            fields[f].Generate(target.Fields[f], row, ref random, moment);
        }
    }
}
