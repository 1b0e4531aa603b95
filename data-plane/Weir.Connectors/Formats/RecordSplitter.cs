using Weir.Connectors.Formats.Csv;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Formats;

/// <summary>Finds where records end in a stream of bytes: at each line's end, but for formats that may hold one inside a record.</summary>
internal class RecordSplitter
{
    /// <summary>The splitter of a table's format.</summary>
    public static RecordSplitter Create(TableSpec table, string format)
    {
        if (!format.Equals("csv", StringComparison.OrdinalIgnoreCase))
        {
            return new RecordSplitter();
        }

        CsvOptions options = CsvOptions.Read(new OptionReader(table, "csv."));
        return options.Quote is { } quote ? new CsvRecordSplitter(quote, options.Delimiter, options.Escape) : new RecordSplitter();
    }

    /// <summary>A new record begins.</summary>
    public virtual void Reset()
    {
    }

    /// <summary>The position of the line's end that ends the record, or -1 when it is still to come.</summary>
    /// <param name="record">The bytes from the record's start on.</param>
    /// <param name="from">Up to where was looked before; moved on.</param>
    public virtual int FindEnd(ReadOnlySpan<byte> record, ref int from)
    {
        int end = record[from..].IndexOf((byte)'\n');
        if (end >= 0)
        {
            return from + end;
        }

        from = record.Length;
        return -1;
    }
}
