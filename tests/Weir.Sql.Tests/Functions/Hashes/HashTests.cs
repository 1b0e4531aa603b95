using System.Security.Cryptography;
using System.Text;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Hashes;
using Weir.Engine.Types;
using static Weir.Sql.Tests.Functions.Arguments;

namespace Weir.Sql.Tests.Functions.Hashes;

public sealed class HashTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("MD5", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("SHA1", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("SHA224", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    [InlineData("SHA256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("SHA384", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData("SHA512", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    public void A_digest_is_hexadecimal_text_of_fixed_length(string function, string expected)
    {
        (DataType type, object? value) = _tester.Call(function, Char("abc"));
        Assert.Equal(expected, value);
        Assert.Equal($"CHAR({expected.Length}) NOT NULL", type.ToString());
        Assert.Equal([expected, null], _tester.Column(function, Texts("abc", null)));
        Assert.Equal(expected, _tester.Call(function, Bytes("abc"u8.ToArray())).Value);
    }

    [Fact]
    public void A_hash_code_is_that_of_Java()
    {
        Assert.Equal([96_354, null, 1_765_712_838, 104_984_299], _tester.Column("HASH_CODE", Texts("abc", null, "zzzzzzzzzzz", "héé😀")));
        Assert.Equal([-45, null], _tester.Column("HASH_CODE", Ints(-45, null)));
        Assert.Equal([1_912_276_436, 1_912_276_437], _tester.Column("HASH_CODE", Longs(1_234_567_890_123, -1_234_567_890_123)));
        Assert.Equal([1_231, 1_237], _tester.Column("HASH_CODE", (DataType.Boolean, [true, false])));
        Assert.Equal([1_073_872_896], _tester.Column("HASH_CODE", (DataType.Double, [2.25])));
        Assert.Equal([1_069_547_520], _tester.Column("HASH_CODE", (DataType.Float, [1.5f])));
        Assert.Equal([382_698, -382_692], _tester.Column("HASH_CODE", (DataType.Decimal(10, 3), [(Int128)12_345, (Int128)(-12_345)])));
        Assert.Equal([-505_880_487], _tester.Column("HASH_CODE", (DataType.Timestamp(3), [1_632_486_896_123L])));
        Assert.Equal("INT NOT NULL", _tester.Call("HASH_CODE", Char("abc")).Type.ToString());
    }

    [Fact]
    public void Sha2_takes_its_length_from_a_column()
    {
        object?[] digests = _tester.Column("SHA2", Texts("abc", "abc", "abc", "abc", null, "abc"), Longs(224, 256, 384, 512, 256, null));
        Assert.Equal(["SHA224", "SHA256", "SHA384", "SHA512"], new[] { "SHA224", "SHA256", "SHA384", "SHA512" }.Where((f, i) => _tester.Call(f, Text("abc")).Value!.Equals(digests[i])));
        Assert.Null(digests[4]);
        Assert.Null(digests[5]);
        Assert.Equal("VARCHAR(128) NOT NULL", _tester.Call("SHA2", Char("abc"), Long(256)).Type.ToString());
    }

    [Fact]
    public void Sha2_of_another_length_fails() => Assert.Throws<EvaluationException>(() => _tester.Call("SHA2", Text("abc"), Long(1)));

    /// <summary>SHA-224 and SHA-256 only differ in start values, so that lengths around a block are checked by known digests of FIPS 180-4 and of OpenSSL.</summary>
    [Theory]
    [InlineData(0, "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f")]
    [InlineData(1_000_000, "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67")]
    public void Sha224_agrees_with_published_digests(int length, string expected)
    {
        byte[] digest = new byte[Sha224.SizeBytes];
        Sha224.HashData(Encoding.ASCII.GetBytes(new string('a', length)), digest);
        Assert.Equal(expected, Convert.ToHexStringLower(digest));
    }

    [Fact]
    public void Sha224_pads_each_length_to_whole_blocks()
    {
        // A digest over digests pins all lengths up to three blocks; the value is OpenSSL's.
        using IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] digest = new byte[Sha224.SizeBytes];
        for (int length = 0; length < 192; length++)
        {
            Sha224.HashData(Encoding.ASCII.GetBytes(new string('b', length)), digest);
            all.AppendData(digest);
        }

        Assert.Equal("11c4632019d385b157c475c0c61e51cc6941653dfc08a50b2e950a280b508dfc", Convert.ToHexStringLower(all.GetHashAndReset()));
    }

    [Fact]
    public void Numbers_are_not_taken() => Assert.Throws<InvalidOperationException>(() => _tester.Call("MD5", Int(1)));
}
