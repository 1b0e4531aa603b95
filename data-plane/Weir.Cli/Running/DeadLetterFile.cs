using System.Text.Json;
using Weir.Engine.Connectors;

namespace Weir.Cli.Running;

/// <summary>Rows that did not parse, as JSON lines in a file that is made when there is the first. Thread-safe.</summary>
internal sealed class DeadLetterFile(string path, bool failsJob, TimeProvider clock) : IDeadLetterOutput, IDisposable
{
    /// <summary>How much of a row is kept.</summary>
    private const int KeptBytes = 1 << 20;

    private readonly Lock _lock = new();
    private FileStream? _file;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    public void Write(in DeadLetter letter)
    {
        if (failsJob)
        {
            throw new ConnectorException($"Table '{letter.Table}', {letter.Partition} at {letter.Position}: a row does not parse: {letter.Reason}");
        }

        lock (_lock)
        {
            Count++;
            try
            {
                _file ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
                using (Utf8JsonWriter json = new(_file))
                {
                    json.WriteStartObject();
                    json.WriteString("time", clock.GetUtcNow());
                    json.WriteString("table", letter.Table);
                    json.WriteString("partition", letter.Partition);
                    json.WriteNumber("position", letter.Position);
                    json.WriteString("reason", letter.Reason);
                    json.WriteNumber("size", letter.Bytes.Length);
                    json.WriteBase64String("bytes", letter.Bytes.Span[..Math.Min(letter.Bytes.Length, KeptBytes)]);
                    json.WriteEndObject();
                }

                _file.WriteByte((byte)'\n');
                _file.Flush();
            }
            catch (IOException e)
            {
                throw new ConnectorException($"The dead-letter file '{path}' cannot be written: {e.Message} Free space or name another file with --dead-letters.", e);
            }
        }
    }

    public void Dispose() => _file?.Dispose();
}
