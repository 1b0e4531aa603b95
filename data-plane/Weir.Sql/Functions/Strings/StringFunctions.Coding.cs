using Weir.Engine.Expressions;
using Weir.Engine.Functions.Strings;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Strings;

/// <summary>Functions between texts and codes, bytes and URLs.</summary>
internal static partial class StringFunctions
{
    private static void AddCoding(FunctionRegistry registry)
    {
        AddNullable(registry, "CHR", "CHR(code BIGINT)", "The character of the lowest eight bits of a code; empty if the code is negative.", [Parameter.BigInt], _ => DataType.String, () => CharacterCodes.Chr);
        AddStrict(registry, "TO_BASE64", "TO_BASE64(value STRING | BYTES)", "The value in base64.", [Parameter.TextOrBinary], _ => DataType.String, () => Base64Text.Encode);
        AddStrict(registry, "FROM_BASE64", "FROM_BASE64(text STRING | BYTES)", "What a text in base64 stands for; fails if it is none.", [Parameter.TextOrBinary], _ => DataType.String, () => Base64Text.Decode);
        AddStrict(registry, "ENCODE", "ENCODE(text STRING, charset STRING)", "The text in a character set: US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE or UTF-16.", [Parameter.String, Parameter.String], _ => DataType.Bytes, Charsets.Encode);
        AddStrict(registry, "DECODE", "DECODE(bytes BYTES, charset STRING)", "The text that bytes are in a character set: US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE or UTF-16.", [Parameter.Binary, Parameter.String], _ => DataType.String, Charsets.Decode);
        Add(registry, "URL_ENCODE", "URL_ENCODE(text STRING)", "The text in application/x-www-form-urlencoded, with UTF-8.", call =>
            TextCall.Resolve(Signature.Match(call, [Parameter.String]), DataType.String, () => UrlCoding.Encode));
        Add(registry, "URL_DECODE", "URL_DECODE(text STRING)", "What a text in application/x-www-form-urlencoded stands for; NULL if it is none.", call =>
            TextCall.Resolve(Signature.Match(call, [Parameter.String]), DataType.String, () => UrlCoding.Decode));
        AddNullable(registry, "PARSE_URL", "PARSE_URL(url STRING, part STRING [, key STRING])", "A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, AUTHORITY, FILE or USERINFO; with a key, its value in QUERY. NULL if there is none.",
            [Parameter.String, Parameter.String, Parameter.String], _ => DataType.String, ParseUrl.Create, optional: 1);
    }
}
