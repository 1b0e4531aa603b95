using System.Text;

namespace Weir.Cli.Running;

/// <summary>
/// Some lines at the bottom of a terminal that are drawn over and over, while whatever else is written goes above them. Where there is no terminal, nothing is drawn and all passes through. Thread-safe.
/// </summary>
internal sealed class LiveArea(TextWriter terminal, bool isTerminal, bool sharesOutput, Func<(int Width, int Height)> size)
{
    private const int LeastWidth = 40;

    private readonly Lock _lock = new();
    private int _drawn;
    private bool _withinLine;

    /// <summary>Whether there is a terminal to draw on.</summary>
    public bool IsTerminal => isTerminal;

    /// <summary>Lines that fit below what is written.</summary>
    public int Height => Math.Max(1, size().Height - 1);

    /// <summary>On standard error, where that is a terminal that can be drawn on.</summary>
    public static LiveArea OfThisProcess() =>
        new(Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"), !Console.IsOutputRedirected, Size);

    /// <summary>Draws the lines in place of those drawn before.</summary>
    public void Draw(IReadOnlyList<string> lines)
    {
        if (!isTerminal)
        {
            return;
        }

        lock (_lock)
        {
            if (_withinLine)
            {
                return; // what is being written is not to be torn
            }

            int width = Math.Max(LeastWidth, size().Width);
            StringBuilder text = new(EraseText());
            foreach (string line in lines)
            {
                text.Append(line.Length < width ? line : string.Concat(line.AsSpan(0, width - 2), "…")).Append('\n');
            }

            _drawn = lines.Count;
            terminal.Write(text);
            terminal.Flush();
        }
    }

    /// <summary>Lets what was drawn stand: what comes next goes below it.</summary>
    public void Keep()
    {
        lock (_lock)
        {
            _drawn = 0;
        }
    }

    /// <summary>Writes a line for people, above what is drawn.</summary>
    public void Say(string line)
    {
        lock (_lock)
        {
            Erase();
            terminal.WriteLine(line);
            terminal.Flush();
        }
    }

    /// <summary>A stream to the same terminal: what is written to it goes above what is drawn.</summary>
    public Stream Above(Stream stream) => isTerminal && sharesOutput ? new AboveStream(this, stream) : stream;

    private void Erase()
    {
        if (_drawn > 0)
        {
            terminal.Write(EraseText());
            terminal.Flush();
            _drawn = 0;
        }
    }

    private string EraseText() => _drawn == 0 ? string.Empty : $"\u001b[{_drawn}A\r\u001b[J";

    private void Write(Stream stream, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        lock (_lock)
        {
            Erase();
            stream.Write(bytes);
            stream.Flush();
            _withinLine = bytes[^1] != '\n';
        }
    }

    private static (int Width, int Height) Size()
    {
        try
        {
            return Console.WindowWidth > 0 ? (Console.WindowWidth, Console.WindowHeight) : (80, 24);
        }
        catch (IOException)
        {
            return (80, 24);
        }
    }

    private sealed class AboveStream(LiveArea area, Stream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => area.Write(stream, buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => area.Write(stream, buffer);
    }
}
