using System.Globalization;
using Weir.Connectors.Log;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.LogTables;

/// <summary>A topic of the embedded log as a table.</summary>
internal sealed class LogSource : TableSource
{
    private readonly TableSpec _table;
    private readonly SharedLogs _logs;
    private readonly OptionReader _options;
    private readonly LogStart _start;
    private readonly string _topic;
    private readonly List<LogPartitionReader> _readers = [];
    private EmbeddedLog? _log;

    public LogSource(TableSpec table, SharedLogs logs)
    {
        _table = table;
        _logs = logs;
        _options = new OptionReader(table);
        _topic = _options.Required("topic");
        _start = new LogStart(_options);
    }

    public override bool IsBounded => _start.IsBounded;

    public override string? Trouble => _readers.Select(r => r.Trouble).FirstOrDefault(t => t is not null);

    public override IReadOnlyList<PartitionReader> Open(SourceContext context)
    {
        try
        {
            _log = _logs.Rent(LogHome.FolderOf(_options), context.Clock);
            int partitions = LogTopics.ToRead(_log, _options);
            for (int p = context.Lane; p < partitions; p += context.LaneCount)
            {
                long offset = context.Positions.TryGetValue(LogPartitionReader.Name(_topic, p), out string? position)
                    ? long.Parse(position, CultureInfo.InvariantCulture)
                    : _start.First(_log, p);
                long end = _start.End(_log, p);
                LogFetcher fetcher = new(_log, _topic, p, offset, end, context.Wake, context.Clock);
                _readers.Add(new LogPartitionReader(_table, context, fetcher, _topic, p, offset, end));
            }
        }
        catch (Exception failure) when (failure is LogException or IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException($"Table '{_table.Name}': {failure.Message}", failure);
        }

        return _readers;
    }

    public override void Dispose()
    {
        if (_log is not null)
        {
            _logs.Return(_log);
            _log = null;
        }

        base.Dispose();
    }
}
