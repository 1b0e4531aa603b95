using Weir.Engine.Expressions;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Casts;

/// <summary>
/// Each cell of the matrix against what Apache Flink 2.3 gives. The file's lines are: type, value, target, session time zone, result; <c>!</c> is a failure. They were made by running the values
/// through Flink's own casts.
/// </summary>
public class CastMatrixTests
{
    [Fact]
    public void Every_value_is_cast_as_Flink_casts_it()
    {
        List<string> wrong = [];
        int count = 0;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Casts", "cast-matrix.tsv")))
        {
            string[] parts = line.Split('\t');
            string actual = Result(parts[0], Unescape(parts[1]), parts[2], parts[3]);
            if (actual != Unescape(parts[4]))
            {
                wrong.Add($"{parts[0]} '{parts[1]}' to {parts[2]} {parts[3]}: {actual}, not {parts[4]}");
            }

            count++;
        }

        Assert.True(count > 1000);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(60)));
    }

    private static string Result(string fromText, string text, string toText, string zoneName)
    {
        DataType from = TypeReader.Read(fromText);
        DataType to = TypeReader.Read(toText);
        TimeZoneInfo zone = CastTester.Context(zoneName).SessionTimeZone;
        object? value = CastTester.Read(text, from, zone);
        object? tried = CastTester.CastOne(from, to, value, isTry: true, zone: zoneName);
        try
        {
            object? result = CastTester.CastOne(from, to, value, zone: zoneName);
            Assert.Equal(result, tried);
            return CastTester.Show(result, to, zone);
        }
        catch (EvaluationException)
        {
            Assert.Null(tried);
            return "!";
        }
    }

    private static string Unescape(string text) =>
        text.Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
}
