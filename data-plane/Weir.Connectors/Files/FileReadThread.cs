namespace Weir.Connectors.Files;

/// <summary>
/// Reads the files of a lane, beside it: a few chunks ahead for each of the first <see cref="MaxOpen"/> files that are not done; the others wait for their turn, so that memory is bounded however many there are.
/// </summary>
internal sealed class FileReadThread : IDisposable
{
    /// <summary>How many files are read at once.</summary>
    public const int MaxOpen = 64;

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _work = new(false);
    private readonly List<FileFeed> _feeds = [];
    private readonly Action _wake;
    private Thread? _thread;
    private int _next;
    private bool _stopped;

    public FileReadThread(Action wake) => _wake = wake;

    /// <summary>Begins to read a file ahead.</summary>
    public void Add(FileFeed feed)
    {
        lock (_lock)
        {
            _feeds.Add(feed);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "weir-files" };
                _thread.Start();
            }
        }

        _work.Set();
    }

    /// <summary>The next bytes of a file: null when they are not there yet or there are none (<paramref name="isEnd"/>). Give the chunk back by <see cref="Recycle"/>.</summary>
    public FileChunk? Take(FileFeed feed, out bool isEnd, out Exception? error)
    {
        FileChunk? chunk;
        lock (_lock)
        {
            chunk = feed.Take();
            isEnd = chunk is null && feed.IsRead;
            error = isEnd ? feed.Error : null;
            feed.IsAwaited = chunk is null && !isEnd;
        }

        _work.Set();
        return chunk;
    }

    /// <summary>Takes a chunk back to be filled again.</summary>
    public void Recycle(FileFeed feed, FileChunk chunk)
    {
        lock (_lock)
        {
            feed.Recycle(chunk);
        }
    }

    /// <summary>The lane is done with a file: another one may be read.</summary>
    public void Remove(FileFeed feed)
    {
        lock (_lock)
        {
            feed.Close();
        }

        _work.Set();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
        }

        _work.Set();
        _thread?.Join();
        _work.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            FileFeed? feed;
            FileChunk? chunk = null;
            lock (_lock)
            {
                if (_stopped)
                {
                    _feeds.ForEach(f => f.CloseStream());
                    return;
                }

                _feeds.RemoveAll(IsDone);
                feed = Next();
                chunk = feed?.FreeChunk();
            }

            if (feed is null)
            {
                _work.WaitOne();
                continue;
            }

            Exception? error = feed.Fill(chunk!);
            bool awaited;
            lock (_lock)
            {
                feed.Filled(chunk!, error);
                awaited = feed.IsAwaited;
                feed.IsAwaited = false;
            }

            if (awaited)
            {
                _wake();
            }
        }
    }

    private static bool IsDone(FileFeed feed)
    {
        if (feed.IsClosed)
        {
            feed.CloseStream();
        }

        return feed.IsClosed;
    }

    private FileFeed? Next()
    {
        int open = Math.Min(_feeds.Count, MaxOpen);
        for (int i = 0; i < open; i++)
        {
            FileFeed feed = _feeds[(_next + i) % open];
            if (feed.WantsChunk)
            {
                _next = (_next + i + 1) % open;
                return feed;
            }
        }

        return null;
    }
}
