using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests;

/// <summary>Reads sources as a lane does, and shows what came as objects.</summary>
internal static class SourceReading
{
    public static TableSpec Table(string connector, IEnumerable<(string Name, DataType Type)> columns, params (string Key, string Value)[] options) => new()
    {
        Name = "t",
        Connector = connector,
        Columns = [.. columns.Select(c => new ColumnSpec(c.Name, c.Type))],
        Options = options.Append(("connector", connector)).ToDictionary(o => o.Item1, o => o.Item2),
    };

    public static SourceBatch Batch(TableSpec table, IReadOnlyList<int> columns, int capacity = 2048) =>
        new([.. columns.Select(c => ColumnFactory.Create(table.Columns[c].Type, capacity))], capacity);

    public static SourceContext Context(TableSpec table, CollectedLetters? letters = null, Action? wake = null) => new()
    {
        Columns = [.. Enumerable.Range(0, table.Columns.Count)],
        Wake = wake ?? (() => { }),
        DeadLetters = letters ?? new CollectedLetters(),
    };

    public static List<object?[]> Rows(TableSpec table, IReadOnlyList<int> columns, SourceBatch batch)
    {
        List<object?[]> rows = [];
        for (int r = 0; r < batch.RowCount; r++)
        {
            object?[] row = new object?[columns.Count];
            for (int c = 0; c < columns.Count; c++)
            {
                row[c] = ColumnValues.Get(batch.Columns[c], table.Columns[columns[c]].Type, r);
            }

            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Reads a reader to its end (or until so many rows have come), waiting where it waits.</summary>
    public static List<object?[]> ReadAll(TableSpec table, PartitionReader reader, int limit = int.MaxValue, AutoResetEvent? woken = null, int capacity = 2048)
    {
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count)];
        List<object?[]> rows = [];
        while (rows.Count < limit)
        {
            SourceBatch batch = Batch(table, columns, capacity);
            ReadStatus status = reader.Read(batch);
            rows.AddRange(Rows(table, columns, batch));
            if (status == ReadStatus.Ended)
            {
                break;
            }

            if (batch.RowCount == 0 && !(woken ?? throw new InvalidOperationException("The reader waits.")).WaitOne(Patience.Ms))
            {
                throw new TimeoutException("The reader was not woken.");
            }
        }

        return rows;
    }
}

internal sealed class CollectedLetters : IDeadLetterOutput
{
    public List<(DeadLetter Letter, string Text)> All { get; } = [];

    public void Write(in DeadLetter letter) => All.Add((letter with { Bytes = letter.Bytes.ToArray() }, System.Text.Encoding.UTF8.GetString(letter.Bytes.Span)));
}
