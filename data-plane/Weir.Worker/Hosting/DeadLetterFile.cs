using System.Text.Json;
using Weir.Engine.Connectors;

namespace Weir.Worker.Hosting;

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
            try
            {
                _file ??= Open(path);
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
                Count++;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ConnectorException($"The dead-letter file '{path}' cannot be written: {e.Message} The job stops rather than lose a row. Free space or name another file with --dead-letters.", e);
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written has been told when it was.
        }
    }

    private static FileStream Open(string path)
    {
        FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (file.CanSeek && file.Length > 0)
        {
            // A run whose disk was full may have left half a line.
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
            {
                file.WriteByte((byte)'\n');
            }
        }

        return file;
    }
}
