using System.Text;

namespace Weir.Cli.Testing.Isolation;

/// <summary>The first and the last lines of what a process says: of a stack that overflows the first tells what it was, of most else the last. Thread-safe.</summary>
internal sealed class ErrorTail
{
    private const int FirstLines = 4;
    private const int LastLines = 8;

    private readonly Lock _lock = new();
    private readonly List<string> _first = [];
    private readonly Queue<string> _last = new();
    private readonly ManualResetEventSlim _ended = new(false);
    private int _left;

    /// <summary>Takes a line; null for the end.</summary>
    public void Add(string? line)
    {
        if (line is null)
        {
            _ended.Set();
            return;
        }

        lock (_lock)
        {
            if (_first.Count < FirstLines)
            {
                _first.Add(line);
                return;
            }

            _last.Enqueue(line);
            if (_last.Count > LastLines)
            {
                _last.Dequeue();
                _left++;
            }
        }
    }

    /// <summary>Forgets what was said so far.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _first.Clear();
            _last.Clear();
            _left = 0;
        }
    }

    /// <summary>The lines, once all are there or so long has been waited for the end.</summary>
    public string Take(TimeSpan patience)
    {
        _ended.Wait(patience);
        lock (_lock)
        {
            StringBuilder text = new();
            foreach (string line in _first)
            {
                text.Append("    ").Append(line.TrimEnd()).Append('\n');
            }

            if (_left > 0)
            {
                text.Append("    … ").Append(_left).Append(" more lines …\n");
            }

            foreach (string line in _last)
            {
                text.Append("    ").Append(line.TrimEnd()).Append('\n');
            }

            return text.ToString().TrimEnd();
        }
    }
}
