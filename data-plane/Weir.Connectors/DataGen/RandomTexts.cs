using Weir.Engine.Batches;

namespace Weir.Connectors.DataGen;

/// <summary>CHAR and VARCHAR: hexadecimal digits.</summary>
internal sealed class RandomText(int length, bool varies) : ValueGenerator
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        int bytes = varies ? (int)random.Between(1, length) : length;
        BytesColumn text = (BytesColumn)column;
        Span<byte> to = text.Reserve(bytes)[..bytes];
        ulong bits = 0;
        for (int i = 0; i < to.Length; i++)
        {
            bits = i % 16 == 0 ? random.Next() : bits >> 4;
            to[i] = "0123456789abcdef"u8[(int)(bits & 15)];
        }

        text.Commit(row, bytes);
    }
}

/// <summary>BINARY and VARBINARY.</summary>
internal sealed class RandomBytes(int length, bool varies) : ValueGenerator
{
    public override void Generate(Column column, int row, ref SplitMix random, in RowMoment moment)
    {
        int bytes = varies ? (int)random.Between(1, length) : length;
        BytesColumn target = (BytesColumn)column;
        Span<byte> to = target.Reserve(bytes)[..bytes];
        ulong bits = 0;
        for (int i = 0; i < to.Length; i++)
        {
            bits = i % 8 == 0 ? random.Next() : bits >> 8;
            to[i] = (byte)bits;
        }

        target.Commit(row, bytes);
    }
}
