using System.Runtime.InteropServices;
using Weir.Engine.Checkpoints;

namespace Weir.Checkpoints.Tests.Storage;

public sealed class SegmentStreamTests
{
    [Fact]
    public unsafe void Pieces_of_memory_are_one_stream_from_any_place()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        byte[] all = new byte[5000];
        random.NextBytes(all);
        using SegmentStream stream = new();
        fixed (byte* start = all)
        {
            for (int at = 0; at < all.Length;)
            {
                int length = Math.Min(random.Next(0, 300), all.Length - at);
                if (random.Next(2) == 0)
                {
                    stream.Add(all[at..(at + length)]);
                }
                else
                {
                    stream.Add((nint)(start + at), length);
                }

                at += length;
            }

            Assert.Equal(all.Length, stream.Length);
            Assert.Equal(Crc32C.Of(all), stream.Checksum());
            for (int i = 0; i < 300; i++)
            {
                int at = random.Next(all.Length + 1);
                byte[] read = new byte[random.Next(600)];
                Assert.Equal(at, stream.Seek(at, SeekOrigin.Begin));
                int count = stream.ReadAtLeast(read, read.Length, throwOnEndOfStream: false);
                Assert.Equal(Math.Min(read.Length, all.Length - at), count);
                Assert.True(all.AsSpan(at, count).SequenceEqual(read.AsSpan(0, count)), $"Seed {seed}, at {at}.");
            }

            stream.Position = stream.Length;
            Assert.Equal(0, stream.Read(new byte[1]));
            Assert.Equal(all.Length - 10, stream.Seek(-10, SeekOrigin.End));
            Assert.Equal(all.Length - 15, stream.Seek(-5, SeekOrigin.Current));
        }
    }

    [Fact]
    public void The_checksum_is_that_of_the_standard() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
}
