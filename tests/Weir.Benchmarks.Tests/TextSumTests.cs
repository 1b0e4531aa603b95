using Weir.Benchmarks.Data;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Benchmarks.Tests;

/// <summary>The vectors of the checksum against counting one byte after the other.</summary>
public sealed class TextSumTests
{
    [Fact]
    public void A_text_of_any_length_counts_its_bytes_each_plus_one()
    {
        byte[] bytes = new byte[300];
        new Random(1).NextBytes(bytes);
        for (int start = 0; start < 40; start++)
        {
            for (int length = 0; length < 200; length++)
            {
                ReadOnlySpan<byte> text = bytes.AsSpan(start, length);
                Assert.Equal(Plain(text), TextSum.Of(text));
            }
        }
    }

    [Fact]
    public void A_column_counts_its_texts_wherever_they_lie()
    {
        BytesColumn inLine = (BytesColumn)ColumnFactory.Create(DataType.String, 100);
        BytesColumn scattered = (BytesColumn)ColumnFactory.Create(DataType.String, 100);
        scattered.Append("0123456789"u8);
        long expected = 0;
        for (int row = 0; row < 100; row++)
        {
            byte[] text = [.. Enumerable.Range(0, row).Select(i => (byte)(i * row))];
            inLine.Set(row, text);
            scattered.Set(row, text);
            if (row % 3 == 0)
            {
                scattered.SetRange(row, 2, 5);
            }

            expected += Plain(text);
        }

        Assert.Equal(expected, TextSum.Of(inLine, new Selection(100)));
        Assert.Equal(Enumerable.Range(0, 100).Sum(row => Plain(scattered[row])), TextSum.Of(scattered, new Selection(100)));
        Assert.Equal(Plain(scattered[3]) + Plain(scattered[50]), TextSum.Of(scattered, new Selection([3, 50])));
    }

    [Fact]
    public void A_NULL_counts_a_constant()
    {
        BytesColumn texts = (BytesColumn)ColumnFactory.Create(DataType.String, 2);
        texts.Set(0, "ab"u8);
        texts.SetNull(1);
        Assert.Equal(Plain("ab"u8) + Checksum.Null, TextSum.Of(texts, new Selection(2)));
    }

    private static long Plain(ReadOnlySpan<byte> text)
    {
        long sum = text.Length;
        foreach (byte b in text)
        {
            sum += b;
        }

        return sum;
    }
}
