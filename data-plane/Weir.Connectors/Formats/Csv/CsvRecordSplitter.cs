namespace Weir.Connectors.Formats.Csv;

/// <summary>Finds where records of CSV end: at a line's end that is not inside quotes.</summary>
internal sealed class CsvRecordSplitter(byte quote, byte delimiter, byte? escape) : RecordSplitter
{
    private enum State
    {
        FieldStart,
        Plain,
        Quoted,
        Closing,
    }

    private State _state;

    public override void Reset() => _state = State.FieldStart;

    public override int FindEnd(ReadOnlySpan<byte> record, ref int from)
    {
        int at = from;
        while (at < record.Length)
        {
            switch (_state)
            {
                case State.FieldStart:
                    _state = record[at] == quote ? State.Quoted : State.Plain;
                    at += record[at] == quote ? 1 : 0;
                    break;
                case State.Quoted:
                    int next = escape is { } e ? record[at..].IndexOfAny(quote, e) : record[at..].IndexOf(quote);
                    if (next < 0)
                    {
                        at = record.Length;
                        break;
                    }

                    if (record[at + next] != quote)
                    {
                        if (at + next + 2 > record.Length)
                        {
                            from = at + next; // the escaped byte is still to come
                            return -1;
                        }

                        at += next + 2;
                        break;
                    }

                    at += next + 1;
                    _state = State.Closing;
                    break;
                case State.Closing:
                    _state = record[at] == quote ? State.Quoted : State.Plain;
                    at += record[at] == quote ? 1 : 0;
                    break;
                default:
                    int end = record[at..].IndexOfAny((byte)'\n', delimiter);
                    if (end < 0)
                    {
                        at = record.Length;
                        break;
                    }

                    if (record[at + end] == '\n')
                    {
                        return at + end;
                    }

                    at += end + 1;
                    _state = State.FieldStart;
                    break;
            }
        }

        from = record.Length;
        return -1;
    }
}
