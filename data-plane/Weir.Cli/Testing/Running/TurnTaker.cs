using Weir.Cli.Testing.Format;

namespace Weir.Cli.Testing.Running;

/// <summary>
/// Whose turn it is: the input tables take turns in the order of <c>inputs</c>, an entry each; a table that is scanned more than once gives its entry to every scan before the turn passes. The turn passes only when
/// the job has come to rest: all that follows from an entry (rows downstream, watermarks, timers of the clock) is done before the next one comes, so a run gives the same rows each time. All on one thread.
/// </summary>
/// <remarks>
/// At rest is when every scan has been asked twice in vain since the last entry: a lane asks a source at most once in vain in a row of steps, and asks the source that is furthest from the sinks (the last of its tasks)
/// only when no other task has anything to do, so its second answer comes after a round in which nothing happened.
/// </remarks>
internal sealed class TurnTaker(TestClock clock, IReadOnlyList<InputTable> tables)
{
    private readonly List<InputScan> _scans = [];
    private readonly int[] _next = new int[tables.Count];
    private int _turn = -1;
    private int _owed;

    /// <summary>Whether all entries have been given: only then do the tables end, and event time goes to its end.</summary>
    public bool IsOver { get; private set; }

    /// <summary>A scan of a table. All scans are there before the first one is asked.</summary>
    public InputScan Scan(InputTable table, Action wake)
    {
        InputScan scan = new(this, tables.ToList().IndexOf(table), wake);
        _scans.Add(scan);
        return scan;
    }

    /// <summary>The entry that a scan gets now; null when there is none for it at the moment.</summary>
    internal InputEntry? Take(InputScan scan)
    {
        if (IsOver)
        {
            return null;
        }

        if (_turn < 0)
        {
            Pass();
        }
        else
        {
            scan.TimesInVain++;
            if (_owed == 0 && _scans.TrueForAll(s => s.TimesInVain > 1))
            {
                Pass();
            }
        }

        if (IsOver || scan.Table != _turn || !scan.IsOwed)
        {
            scan.Wake();
            return null;
        }

        scan.IsOwed = false;
        _owed--;
        Stir();
        return tables[_turn].Entries[_next[_turn] - 1];
    }

    /// <summary>Goes on to the next table that has an entry left. Entries of tables that the job does not read are passed over, but the clock is everybody's.</summary>
    private void Pass()
    {
        for (int ended = 0; ended < tables.Count;)
        {
            _turn = (_turn + 1) % tables.Count;
            if (_next[_turn] == tables[_turn].Entries.Count)
            {
                ended++;
                continue;
            }

            ended = 0;
            if (tables[_turn].Entries[_next[_turn]++] is ClockEntry step)
            {
                clock.Set(step.Time);
                Stir();
                return;
            }

            foreach (InputScan scan in _scans)
            {
                scan.IsOwed = scan.Table == _turn;
                _owed += scan.IsOwed ? 1 : 0;
            }

            if (_owed > 0)
            {
                return;
            }
        }

        IsOver = true;
    }

    private void Stir()
    {
        foreach (InputScan scan in _scans)
        {
            scan.TimesInVain = 0;
        }
    }
}

/// <summary>One scan of an input table.</summary>
internal sealed class InputScan(TurnTaker turns, int table, Action wake)
{
    internal int Table => table;

    /// <summary>Whether the table has the turn and this scan has not had the entry yet.</summary>
    internal bool IsOwed { get; set; }

    internal int TimesInVain { get; set; }

    internal Action Wake => wake;

    public bool IsAtEnd => turns.IsOver;

    public InputEntry? Take() => turns.Take(this);
}
