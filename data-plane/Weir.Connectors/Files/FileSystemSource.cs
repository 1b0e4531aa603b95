using System.Collections.Concurrent;
using System.Globalization;
using Weir.Connectors.Formats;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Files;

/// <summary>Reads files, one partition each.</summary>
internal sealed class FileSystemSource : TableSource
{
    private readonly TableSpec _table;
    private readonly string _format;
    private readonly string _path;
    private readonly string _defaultPartition;
    private readonly TimeSpan? _interval;
    private readonly FileLister _lister;
    private readonly int _maxRecordBytes;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _found = new();
    private readonly Lock _listing = new();
    private SourceContext? _context;
    private FileReadThread? _thread;
    private ITimer? _timer;
    private string? _trouble;

    public FileSystemSource(TableSpec table, int maxRecordBytes = FileReader.DefaultMaxRecordBytes)
    {
        OptionReader options = new(table);
        _table = table;
        _format = options.Required("format");
        _path = FilePaths.Local(options);
        _interval = options.Duration("source.monitor-interval");
        if (_interval <= TimeSpan.Zero)
        {
            throw options.Malformed("source.monitor-interval", options.Required("source.monitor-interval"), "a duration of more than nothing");
        }

        _defaultPartition = options.Text("partition.default-name", "__DEFAULT_PARTITION__");
        try
        {
            _lister = new FileLister(table.Name, _path, options.Text("source.path.regex-pattern"));
        }
        catch (ArgumentException e)
        {
            throw options.Malformed("source.path.regex-pattern", options.Required("source.path.regex-pattern"), $"a regular expression ({e.Message})");
        }

        _maxRecordBytes = maxRecordBytes;
        FormatRegistry.CreateDecoder(table, _format, string.Empty, FormatField.ForSource(table, [])); // what does not fit is refused before anything runs
    }

    public override bool IsBounded => _interval is null;

    public override string? Trouble => _trouble;

    public override IReadOnlyList<PartitionReader> Open(SourceContext context)
    {
        _context = context;
        _thread = new FileReadThread(context.Wake);
        IReadOnlyList<string> files = _lister.List();
        List<PartitionReader> readers = [];
        for (int f = 0; f < files.Count; f++)
        {
            _known.Add(files[f]);
            if ((_interval is null ? f % context.LaneCount : LaneOf(files[f])) == context.Lane)
            {
                readers.Add(Reader(files[f]));
            }
        }

        if (_interval is { } interval)
        {
            _timer = context.Clock.CreateTimer(_ => Look(), null, interval, interval);
        }

        return readers;
    }

    public override IReadOnlyList<PartitionReader> Discover()
    {
        if (_found.IsEmpty)
        {
            return [];
        }

        List<PartitionReader> readers = [];
        while (_found.TryDequeue(out string? path))
        {
            readers.Add(Reader(path));
        }

        return readers;
    }

    public override void Dispose()
    {
        _timer?.Dispose();
        _thread?.Dispose();
        base.Dispose();
    }

    /// <summary>The lane of a file that may come at any time: by its path alone, since its place among the others is not known for good.</summary>
    private int LaneOf(string path)
    {
        uint hash = 2_166_136_261;
        foreach (char c in path)
        {
            hash = (hash ^ c) * 16_777_619;
        }

        return (int)(hash % (uint)_context!.LaneCount);
    }

    /// <summary>Looks for new files, on a thread of the clock's.</summary>
    private void Look()
    {
        lock (_listing)
        {
            try
            {
                bool any = false;
                foreach (string path in _lister.List())
                {
                    if (_known.Add(path) && LaneOf(path) == _context!.Lane)
                    {
                        _found.Enqueue(path);
                        any = true;
                    }
                }

                _trouble = null;
                if (any)
                {
                    _context!.Wake();
                }
            }
            catch (ConnectorException e)
            {
                _trouble = e.Message; // a folder that is gone may come back
            }
        }
    }

    private FileReader Reader(string path)
    {
        long offset = _context!.Positions.TryGetValue(path, out string? position) ? long.Parse(position, CultureInfo.InvariantCulture) : 0;
        return new FileReader(
            _table.Name,
            path,
            offset,
            _thread!,
            FormatRegistry.CreateDecoder(_table, _format, string.Empty, FormatField.ForSource(_table, _context.Columns)),
            RecordSplitter.Create(_table, _format),
            FileConstants.Of(_table, _context.Columns, path, _defaultPartition),
            _context.DeadLetters,
            _maxRecordBytes);
    }
}
