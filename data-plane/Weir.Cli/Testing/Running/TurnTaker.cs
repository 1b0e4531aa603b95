using Weir.Cli.Testing.Format;
using Weir.Engine.Connectors;

namespace Weir.Cli.Testing.Running;

/// <summary>
/// Whose turn it is: the input tables take turns in the order of <c>inputs</c>, an entry each; a table that is scanned more than once gives its entry to every scan before the turn passes.
/// All on one thread.
/// </summary>
internal sealed class TurnTaker(TestClock clock)
{
    private readonly List<InputFeed> _feeds = [];
    private int _turn;

    /// <summary>The feed of a table, which joins the round when it is first read.</summary>
    public InputFeed Feed(InputTable table)
    {
        InputFeed? feed = _feeds.Find(f => f.Table.Name == table.Name);
        if (feed is null)
        {
            feed = new InputFeed(table, this);
            _feeds.Add(feed);
        }

        return feed;
    }

    public bool HasTurn(InputFeed feed) => _feeds.Count > 0 && ReferenceEquals(_feeds[_turn], feed);

    /// <summary>Passes the turn to the next table that has entries left; an entry that sets the clock is one of the table's turns.</summary>
    public void Pass()
    {
        int ended = 0;
        while (ended < _feeds.Count)
        {
            _turn = (_turn + 1) % _feeds.Count;
            InputFeed feed = _feeds[_turn];
            if (feed.IsAtEnd)
            {
                ended++;
                continue;
            }

            ended = 0;
            if (!feed.NextIsClock(out DateTimeOffset time))
            {
                break;
            }

            clock.Set(time);
            feed.Skip();
        }

        foreach (InputFeed feed in _feeds)
        {
            feed.WakeAll();
        }
    }

    /// <summary>Begins: sorts the tables into the order of the case, and goes past clock entries at the front.</summary>
    public void Start()
    {
        _feeds.Sort((a, b) => Place(a).CompareTo(Place(b)));
        _turn = _feeds.Count - 1;
        if (_feeds.Count > 0)
        {
            Pass();
        }

        IsStarted = true;
    }

    public bool IsStarted { get; private set; }

    private int Place(InputFeed feed) => Tables.IndexOf(feed.Table.Name);

    /// <summary>The names in the order of <c>inputs</c>.</summary>
    public List<string> Tables { get; } = [];
}

/// <summary>One table's entries, and where each of its scans is.</summary>
internal sealed class InputFeed(InputTable table, TurnTaker turns)
{
    private readonly List<Action> _wakes = [];
    private readonly HashSet<TestReader> _behind = [];
    private readonly List<TestReader> _readers = [];
    private int _next;

    public InputTable Table { get; } = table;

    public bool IsAtEnd => _next >= Table.Entries.Count;

    public void Join(TestReader reader, Action wake)
    {
        _readers.Add(reader);
        _behind.Add(reader);
        _wakes.Add(wake);
    }

    public bool NextIsClock(out DateTimeOffset time)
    {
        time = default;
        if (!IsAtEnd && Table.Entries[_next] is ClockEntry c)
        {
            time = c.Time;
            return true;
        }

        return false;
    }

    public void Skip() => _next++;

    /// <summary>The entry for a scan, when it is the table's turn and the scan has not had it yet.</summary>
    public InputEntry? Take(TestReader reader)
    {
        if (IsAtEnd || !turns.HasTurn(this) || !_behind.Contains(reader))
        {
            return null;
        }

        return Table.Entries[_next];
    }

    /// <summary>The scan has dealt with the entry; after the last one the turn passes.</summary>
    public void Done(TestReader reader)
    {
        _behind.Remove(reader);
        if (_behind.Count > 0)
        {
            return;
        }

        _next++;
        foreach (TestReader r in _readers)
        {
            _behind.Add(r);
        }

        turns.Pass();
    }

    public void WakeAll()
    {
        foreach (Action wake in _wakes)
        {
            wake();
        }
    }
}
