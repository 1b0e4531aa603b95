using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Hashes;

/// <summary>HASH_CODE: what Java's hashCode gives for the value that Flink holds; of a text its absolute value.</summary>
public static class JavaHashes
{
    /// <summary>The kernel for values of the type; null when they have no hash code.</summary>
    public static ScalarKernel? Of(DataType type)
    {
        int scale = type.Scale;
        return type.Root switch
        {
            TypeRoot.Boolean => (arguments, result, rows, _) => Run<byte, OfBoolean>(arguments, result, rows, default),
            TypeRoot.TinyInt => (arguments, result, rows, _) => Run<sbyte, OfTinyInt>(arguments, result, rows, default),
            TypeRoot.SmallInt => (arguments, result, rows, _) => Run<short, OfSmallInt>(arguments, result, rows, default),
            TypeRoot.Integer or TypeRoot.Date or TypeRoot.Time => (arguments, result, rows, _) => Run<int, OfInt>(arguments, result, rows, default),
            TypeRoot.BigInt => (arguments, result, rows, _) => Run<long, OfBigInt>(arguments, result, rows, default),
            TypeRoot.Float => (arguments, result, rows, _) => Run<float, OfFloat>(arguments, result, rows, default),
            TypeRoot.Double => (arguments, result, rows, _) => Run<double, OfDouble>(arguments, result, rows, default),
            TypeRoot.Decimal => (arguments, result, rows, _) => Run<Int128, OfDecimal>(arguments, result, rows, new OfDecimal(scale)),
            TypeRoot.Timestamp when type.Physical == PhysicalType.Int64 => (arguments, result, rows, _) => Run<long, OfMillis>(arguments, result, rows, default),
            TypeRoot.Timestamp => (arguments, result, rows, _) => Run<Int128, OfNanos>(arguments, result, rows, default),
            TypeRoot.Char or TypeRoot.VarChar => (arguments, result, rows, _) => Texts(arguments, result, rows),
            _ => null,
        };
    }

    private interface IHash<T>
    {
        int Of(T value);
    }

    private static void Run<T, THash>(ReadOnlySpan<Column> arguments, Column result, Selection rows, THash hash)
        where T : unmanaged
        where THash : struct, IHash<T>
    {
        ReadOnlySpan<T> values = ((FixedColumn<T>)arguments[0]).Values;
        Span<int> hashes = ((FixedColumn<int>)result).Values;
        foreach (int row in rows)
        {
            hashes[row] = hash.Of(values[row]);
        }
    }

    private static void Texts(ReadOnlySpan<Column> arguments, Column result, Selection rows)
    {
        BytesColumn values = (BytesColumn)arguments[0];
        Span<int> hashes = ((FixedColumn<int>)result).Values;
        Span<char> units = stackalloc char[2];
        foreach (int row in rows)
        {
            // Over UTF-16 units, as Java's strings are.
            int hash = 0;
            foreach (Rune rune in new Utf8Runes(values[row]))
            {
                int count = rune.EncodeToUtf16(units);
                hash = (31 * hash) + units[0];
                hash = count == 2 ? (31 * hash) + units[1] : hash;
            }

            // As Math.abs in Java: the least value stays negative.
            hashes[row] = hash < 0 ? -hash : hash;
        }
    }

    private static int Fold(long bits) => (int)(bits ^ (bits >>> 32));

    private readonly ref struct Utf8Runes(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;

        public Enumerator GetEnumerator() => new(_text);

        public ref struct Enumerator(ReadOnlySpan<byte> text)
        {
            private ReadOnlySpan<byte> _rest = text;

            public Rune Current { get; private set; }

            public bool MoveNext()
            {
                if (_rest.IsEmpty)
                {
                    return false;
                }

                Rune.DecodeFromUtf8(_rest, out Rune rune, out int consumed);
                Current = rune;
                _rest = _rest[consumed..];
                return true;
            }
        }
    }

    private readonly struct OfBoolean : IHash<byte>
    {
        public int Of(byte value) => value != 0 ? 1231 : 1237;
    }

    private readonly struct OfTinyInt : IHash<sbyte>
    {
        public int Of(sbyte value) => value;
    }

    private readonly struct OfSmallInt : IHash<short>
    {
        public int Of(short value) => value;
    }

    private readonly struct OfInt : IHash<int>
    {
        public int Of(int value) => value;
    }

    private readonly struct OfBigInt : IHash<long>
    {
        public int Of(long value) => Fold(value);
    }

    private readonly struct OfFloat : IHash<float>
    {
        public int Of(float value) => float.IsNaN(value) ? 0x7fc00000 : BitConverter.SingleToInt32Bits(value);
    }

    private readonly struct OfDouble : IHash<double>
    {
        public int Of(double value) => Fold(double.IsNaN(value) ? 0x7ff8000000000000 : BitConverter.DoubleToInt64Bits(value));
    }

    // BigDecimal: the hash of the unscaled BigInteger (over its magnitude's 32-bit digits, with the sign) and the scale.
    private readonly struct OfDecimal(int scale) : IHash<Int128>
    {
        public int Of(Int128 value)
        {
            UInt128 magnitude = value < 0 ? (UInt128)(-value) : (UInt128)value;
            int hash = 0;
            for (int digit = 3; digit >= 0; digit--)
            {
                hash = (31 * hash) + (int)(uint)(magnitude >> (32 * digit));
            }

            return (31 * (value < 0 ? -hash : hash)) + scale;
        }
    }

    // TimestampData: milliseconds, and nanoseconds within.
    private readonly struct OfMillis : IHash<long>
    {
        public int Of(long value) => 31 * Fold(value);
    }

    private readonly struct OfNanos : IHash<Int128>
    {
        public int Of(Int128 value)
        {
            long nanoOfMs = (long)(value % 1_000_000);
            long ms = (long)(value / 1_000_000);
            if (nanoOfMs < 0)
            {
                nanoOfMs += 1_000_000;
                ms--;
            }

            return (31 * Fold(ms)) + (int)nanoOfMs;
        }
    }
}
