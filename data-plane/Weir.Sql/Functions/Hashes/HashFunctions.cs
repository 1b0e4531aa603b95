using Weir.Engine.Expressions;
using Weir.Engine.Functions.Hashes;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;
using Weir.Sql.Functions.Strings;

namespace Weir.Sql.Functions.Hashes;

/// <summary>The functions that Flink's documentation lists under "Hash functions".</summary>
internal static class HashFunctions
{
    /// <summary>Adds them.</summary>
    public static void AddTo(FunctionRegistry registry)
    {
        Add<Md5Digest>(registry, "MD5");
        Add<Sha1Digest>(registry, "SHA1");
        Add<Sha224Digest>(registry, "SHA224");
        Add<Sha256Digest>(registry, "SHA256");
        Add<Sha384Digest>(registry, "SHA384");
        Add<Sha512Digest>(registry, "SHA512");
        registry.Add(new FunctionDefinition
        {
            Family = "Hash",
            Name = "HASH_CODE",
            Usage = ["HASH_CODE(value BOOLEAN | NUMERIC | STRING | DATE | TIME | TIMESTAMP)"],
            Summary = "The hash code of the value, as Java has it.",
            Resolve = call => call.Count == 1 && JavaHashes.Of(UntypedNull.Refused(call).TypeOf(0)) is { } kernel
                ? new ResolvedFunction { ReturnType = DataType.Int.WithNullable(call.AnyNullable), ArgumentTypes = [null], Kernel = () => kernel, Nulls = NullHandling.StrictTotal }
                : null,
        });
        registry.Add(new FunctionDefinition
        {
            Family = "Hash",
            Name = "SHA2",
            Usage = ["SHA2(value STRING | BYTES, bits INTEGER NUMERIC)"],
            Summary = "The SHA-2 digest of 224, 256, 384 or 512 bits, in hexadecimal digits.",
            Resolve = call => TextCall.Resolve(
                TextCall.MatchTyped(call, [Parameter.TextOrBinary, Parameter.BigInt]), DataType.VarChar(128).WithNullable(call.AnyNullable), () => Digests.Sha2),
        });
    }

    private static void Add<TDigest>(FunctionRegistry registry, string name)
        where TDigest : struct, IDigest => registry.Add(new FunctionDefinition
        {
            Family = "Hash",
            Name = name,
            Usage = [$"{name}(value STRING | BYTES)"],
            Summary = $"The {name} digest, in hexadecimal digits.",
            Resolve = call => TextCall.Resolve(
                TextCall.MatchTyped(call, [Parameter.TextOrBinary]), DataType.Char(TDigest.SizeBytes * 2).WithNullable(call.AnyNullable), () => Digests.Hash<TDigest>),
        });
}
