using System.Security.Cryptography;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Hashes;

/// <summary>An algorithm for a digest.</summary>
public interface IDigest
{
    /// <summary>How many bytes a digest has.</summary>
    static abstract int SizeBytes { get; }

    /// <summary>Writes the digest of the data.</summary>
    static abstract void Hash(ReadOnlySpan<byte> data, Span<byte> digest);
}

/// <summary>MD5, SHA1, SHA224, SHA256, SHA384, SHA512 and SHA2 over the bytes of a text, as lower-case hexadecimal digits. They are SQL functions, not this engine's choice of cryptography.</summary>
public static class Digests
{
    private const int MaxSizeBytes = 64;

    /// <summary>The digest of the only argument, or of the first of two (SHA2 with a constant length).</summary>
    public static void Hash<TDigest>(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        where TDigest : struct, IDigest
    {
        BytesColumn values = (BytesColumn)arguments[0];
        BytesColumn target = (BytesColumn)result;
        Span<byte> digest = stackalloc byte[MaxSizeBytes];
        foreach (int row in rows)
        {
            Set<TDigest>(values[row], digest, target, row);
        }
    }

    /// <summary>SHA2(text, length in bits).</summary>
    public static void Sha2(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn values = (BytesColumn)arguments[0];
        FixedColumn<long> lengths = (FixedColumn<long>)arguments[1];
        BytesColumn target = (BytesColumn)result;
        Span<byte> digest = stackalloc byte[MaxSizeBytes];
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = values[row];
            switch (lengths[row])
            {
                case 224:
                    Set<Sha224Digest>(value, digest, target, row);
                    break;
                case 256:
                    Set<Sha256Digest>(value, digest, target, row);
                    break;
                case 384:
                    Set<Sha384Digest>(value, digest, target, row);
                    break;
                case 512:
                    Set<Sha512Digest>(value, digest, target, row);
                    break;
                default:
                    throw new EvaluationException($"SHA2: the length must be 224, 256, 384 or 512, but is {lengths[row]}.");
            }
        }
    }

    private static void Set<TDigest>(ReadOnlySpan<byte> value, Span<byte> digest, BytesColumn target, int row)
        where TDigest : struct, IDigest
    {
        TDigest.Hash(value, digest);
        Span<byte> room = target.Reserve(TDigest.SizeBytes * 2);
        Convert.TryToHexStringLower(digest[..TDigest.SizeBytes], room, out int written);
        target.Commit(row, written);
    }
}

/// <summary>MD5.</summary>
public readonly struct Md5Digest : IDigest
{
    /// <inheritdoc/>
    public static int SizeBytes => 16;

    /// <inheritdoc/>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => MD5.HashData(data, digest);
}

/// <summary>SHA-1.</summary>
public readonly struct Sha1Digest : IDigest
{
    /// <inheritdoc/>
    public static int SizeBytes => 20;

    /// <inheritdoc/>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => SHA1.HashData(data, digest);
}

/// <summary>SHA-224.</summary>
public readonly struct Sha224Digest : IDigest
{
    /// <inheritdoc/>
    public static int SizeBytes => Sha224.SizeBytes;

    /// <inheritdoc/>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => Sha224.HashData(data, digest);
}

/// <summary>SHA-256.</summary>
public readonly struct Sha256Digest : IDigest
{
    /// <inheritdoc/>
    public static int SizeBytes => 32;

    /// <inheritdoc/>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => SHA256.HashData(data, digest);
}

/// <summary>SHA-384.</summary>
public readonly struct Sha384Digest : IDigest
{
    /// <inheritdoc/>
    public static int SizeBytes => 48;

    /// <inheritdoc/>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => SHA384.HashData(data, digest);
}

/// <summary>SHA-512.</summary>
public readonly struct Sha512Digest : IDigest
{
    /// <inheritdoc/>
    public static int SizeBytes => 64;

    /// <inheritdoc/>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => SHA512.HashData(data, digest);
}
