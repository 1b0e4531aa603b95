using Weir.Engine.Connectors;

namespace Weir.Checkpoints.Tests.Tables;

/// <summary>
/// What outlasts a crash: the commits of a job and the rows that they made visible. A run takes over by a number of its own; one that is not the last is fenced.
/// </summary>
internal sealed class Commits
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<string>> _rows = new(StringComparer.Ordinal);
    private CommitRecord? _last;
    private int _owner;

    /// <summary>How many commits there have been.</summary>
    public int Count { get; private set; }

    /// <summary>What was committed last.</summary>
    public CommitRecord? Last => _last;

    /// <summary>Begins with what other runs have committed.</summary>
    public void Begin(CommitRecord? last, string table, IEnumerable<string> rows)
    {
        _last = last;
        _rows[table] = [.. rows];
    }

    /// <summary>A commit that answers like this is refused, for tests of sinks and homes that fail.</summary>
    public Func<CommitRecord, Exception?>? Refuse { get; set; }

    /// <summary>The rows of a table that are visible, in the order of their commits.</summary>
    public string[] Rows(string table)
    {
        lock (_lock)
        {
            return _rows.TryGetValue(table, out List<string>? rows) ? [.. rows] : [];
        }
    }

    public ICommitHome CreateHome() => new Home(this);

    private sealed class Home(Commits commits) : ICommitHome, IRowHome
    {
        private readonly Lock _lock = new();
        private readonly List<(string Table, string Row)> _open = [];
        private readonly Dictionary<long, List<(string Table, string Row)>> _ended = [];
        private int _number;

        public string Description => "memory";

        public string? Trouble => null;

        public Task<CommitRecord?> TakeOverAsync(CancellationToken cancellation)
        {
            lock (commits._lock)
            {
                _number = ++commits._owner;
                return Task.FromResult(commits._last);
            }
        }

        public void Write(string table, string row)
        {
            lock (_lock)
            {
                _open.Add((table, row));
            }
        }

        public void EndCheckpoint(long checkpoint)
        {
            lock (_lock)
            {
                _ended.Add(checkpoint, [.. _open]);
                _open.Clear();
            }
        }

        public Task CommitAsync(CommitRecord record, CancellationToken cancellation)
        {
            List<(string Table, string Row)> rows;
            lock (_lock)
            {
                Assert.True(_ended.Remove(record.Checkpoint, out rows!));
            }

            lock (commits._lock)
            {
                if (commits.Refuse?.Invoke(record) is { } refused)
                {
                    throw refused;
                }

                if (commits._owner != _number)
                {
                    throw new CommitFencedException($"Run {_number} was taken over by run {commits._owner}.");
                }

                Assert.True(commits._last is null || record.Checkpoint == commits._last.Checkpoint + 1, $"Checkpoint {record.Checkpoint} comes after {commits._last?.Checkpoint}.");
                commits._last = record;
                commits.Count++;
                foreach ((string table, string row) in rows)
                {
                    if (!commits._rows.TryGetValue(table, out List<string>? written))
                    {
                        commits._rows.Add(table, written = []);
                    }

                    written.Add(row);
                }
            }

            return Task.CompletedTask;
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>Takes rows that become visible with the next commit.</summary>
internal interface IRowHome
{
    void Write(string table, string row);
}
