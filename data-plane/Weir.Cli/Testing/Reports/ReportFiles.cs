using System.Globalization;
using System.Text.Json;
using System.Xml;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Testing.Reports;

/// <summary>Outcomes as files for other tools.</summary>
internal static class ReportFiles
{
    /// <summary>Writes a report where one is asked for; false, with a message printed, when it cannot be written.</summary>
    public static bool TryWrite(string? path, IReadOnlyList<CaseOutcome> outcomes, Action<string, IReadOnlyList<CaseOutcome>> write)
    {
        try
        {
            if (path is not null)
            {
                write(path, outcomes);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: the report '{path}' cannot be written: {e.Message}");
            return false;
        }
    }

    /// <summary>A JSON array of name, outcome and message.</summary>
    public static void WriteJson(string path, IReadOnlyList<CaseOutcome> outcomes)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (CaseOutcome outcome in outcomes)
        {
            json.WriteStartObject();
            json.WriteString("name", outcome.Id);
            json.WriteString("outcome", outcome.Result.ToString().ToLowerInvariant());
            json.WriteString("message", outcome.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>JUnit's XML.</summary>
    public static void WriteJUnit(string path, IReadOnlyList<CaseOutcome> outcomes)
    {
        using XmlWriter xml = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, CheckCharacters = false });
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "weir test");
        xml.WriteAttributeString("tests", outcomes.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", outcomes.Count(o => o.Result == CaseResult.Failed).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("skipped", outcomes.Count(o => o.Result == CaseResult.Skipped).ToString(CultureInfo.InvariantCulture));
        foreach (CaseOutcome outcome in outcomes)
        {
            int at = outcome.Id.LastIndexOf('/');
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", at < 0 ? "cases" : outcome.Id[..at]);
            xml.WriteAttributeString("name", outcome.Id[(at + 1)..]);
            xml.WriteAttributeString("time", outcome.Duration.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture));
            if (outcome.Result != CaseResult.Passed)
            {
                xml.WriteStartElement(outcome.Result == CaseResult.Failed ? "failure" : "skipped");
                xml.WriteAttributeString("message", Clean(outcome.Message.Split('\n')[0]));
                xml.WriteString(Clean(outcome.Message));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>Characters that XML cannot hold become '?'.</summary>
    private static string Clean(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));
}
