using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Formats;

public sealed class RawTests
{
    public static TheoryData<string, object, byte[]> Values => new()
    {
        { "STRING", "é", [0xC3, 0xA9] },
        { "BYTES", new byte[] { 0, 1 }, [0, 1] },
        { "BOOLEAN", true, [1] },
        { "TINYINT", (sbyte)-1, [255] },
        { "SMALLINT", (short)258, [1, 2] },
        { "INT", 1, [0, 0, 0, 1] },
        { "BIGINT", -2L, [255, 255, 255, 255, 255, 255, 255, 254] },
        { "FLOAT", 1f, [0x3F, 0x80, 0, 0] },
        { "DOUBLE", 1.0, [0x3F, 0xF0, 0, 0, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_its_bytes(string type, object value, byte[] bytes)
    {
        FormatTester tester = FormatTester.Of("raw", Types.Parse(type));
        Assert.Equal(bytes, tester.EncodeBytes(value));
        Assert.Equal(value, tester.Decode(bytes)[0]);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Numbers_may_be_little_endian(string type, object value, byte[] bytes)
    {
        DataType column = Types.Parse(type);
        FormatTester tester = FormatTester.Of("raw", column, ("raw.endianness", "little-endian"));
        byte[] expected = column.IsNumeric ? [.. bytes.Reverse()] : bytes;
        Assert.Equal(expected, tester.EncodeBytes(value));
        Assert.Equal(value, tester.Decode(expected)[0]);
    }

    [Fact]
    public void Another_character_set_is_taken()
    {
        FormatTester tester = FormatTester.Of("raw", DataType.String, ("raw.charset", "ISO-8859-1"));
        Assert.Equal([0xE9], tester.EncodeBytes("é"));
        Assert.Equal("é", tester.Decode([0xE9])[0]);
    }

    [Fact]
    public void A_message_of_another_length_does_not_parse() => Assert.Equal("field 'a': expected 4 bytes for INT, found 3", FormatTester.Of("raw", DataType.Int).Fails([1, 2, 3]));

    [Fact]
    public void Invalid_UTF8_does_not_parse() => Assert.Equal("field 'a': the message is not valid UTF-8", FormatTester.Of("raw", DataType.String).Fails([0xC3, 0x28]));

    [Fact]
    public void More_than_one_column_is_refused() =>
        Assert.Contains("exactly one column, here are 2", Assert.Throws<ConnectorException>(() => new FormatTester("raw", [("a", DataType.Int), ("b", DataType.Int)]).Decoder()).Message, StringComparison.Ordinal);
}
