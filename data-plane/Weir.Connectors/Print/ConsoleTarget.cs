using Weir.Connectors.Writing;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Print;

/// <summary>The console, which the sinks of all lanes and tables share: each writes whole lines.</summary>
internal sealed class ConsoleTarget(Stream stream, string table) : IChunkTarget
{
    public void Write(string key, ReadOnlySpan<byte> records)
    {
        try
        {
            lock (stream)
            {
                stream.Write(records);
                stream.Flush();
            }
        }
        catch (IOException e)
        {
            throw new ConnectorException($"Table '{table}': the console cannot be written: {e.Message}", e);
        }
    }

    public void Tick()
    {
    }

    public void Finish()
    {
    }

    public void Dispose()
    {
    }
}
