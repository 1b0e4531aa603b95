using System.Buffers;

namespace Weir.Engine.Functions.Regexes;

/// <summary>What became of a search.</summary>
internal enum ByteSearch
{
    /// <summary>There is a match.</summary>
    Found,

    /// <summary>There is none.</summary>
    None,

    /// <summary>The search cannot be made here, or takes many steps: .NET's engine makes it, and minds the time.</summary>
    NotDone,
}

/// <summary>
/// Finds the first match of a plain pattern in ASCII bytes, by trying one way after the other in the order that Java does. Plain are literals, sets, repeated sets, ^, groups and alternatives: no group is
/// repeated, so that each way passes an instruction at most once, and calls nest no deeper than the pattern is long. Not thread-safe.
/// </summary>
internal sealed class ByteMatcher
{
    /// <summary>A search that goes back and forth more often than this is left to .NET's engine.</summary>
    private const int MaxSteps = 10_000;

    /// <summary>So that the steps, some of which go over much of the text, are short as well.</summary>
    private const int MaxTextBytes = 4096;

    private readonly ByteInstruction[] _program;
    private readonly int[] _notes;
    private readonly SearchValues<byte>? _firsts;
    private int _steps;

    /// <param name="program">The instructions.</param>
    /// <param name="groups">How many groups there are.</param>
    /// <param name="firsts">The bytes with which a match may begin that is not at the start of the text; null if it may be empty there.</param>
    public ByteMatcher(ByteInstruction[] program, int groups, SearchValues<byte>? firsts)
    {
        _program = program;
        _notes = new int[2 * (groups + 1)];
        _firsts = firsts;
    }

    /// <summary>Searches a text that is ASCII.</summary>
    public ByteSearch Search(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxTextBytes)
        {
            return ByteSearch.NotDone;
        }

        _steps = 0;
        for (int start = 0; start <= text.Length; start++)
        {
            if (start > 0 && _firsts is not null)
            {
                int ahead = text[start..].IndexOfAny(_firsts);
                if (ahead < 0)
                {
                    return ByteSearch.None;
                }

                start += ahead;
            }

            Array.Fill(_notes, -1);
            int end = Run(text, 0, start);
            if (_steps > MaxSteps)
            {
                return ByteSearch.NotDone;
            }

            if (end >= 0)
            {
                (_notes[0], _notes[1]) = (start, end);
                return ByteSearch.Found;
            }
        }

        return ByteSearch.None;
    }

    /// <summary>Where a group of the match that was found last is; false if it took no part.</summary>
    public bool TryGroup(int group, out int start, out int end)
    {
        (start, end) = (_notes[2 * group], _notes[(2 * group) + 1]);
        return end >= 0;
    }

    /// <summary>Where the match ends that goes on from an instruction at a place; -1 if there is none.</summary>
    private int Run(ReadOnlySpan<byte> text, int at, int place)
    {
        while (true)
        {
            ByteInstruction instruction = _program[at];
            if (++_steps > MaxSteps)
            {
                return -1;
            }

            switch (instruction.Operation)
            {
                case ByteOperation.Literal:
                    if (!text[place..].StartsWith(instruction.Literal))
                    {
                        return -1;
                    }

                    place += instruction.Literal.Length;
                    at++;
                    break;
                case ByteOperation.Set:
                    if (place == text.Length || !instruction.Set[text[place]])
                    {
                        return -1;
                    }

                    place++;
                    at++;
                    break;
                case ByteOperation.Repeat:
                    return Repeat(text, instruction, at, place);
                case ByteOperation.Start:
                    if (place != 0)
                    {
                        return -1;
                    }

                    at++;
                    break;
                case ByteOperation.Note:
                    return Note(text, instruction.Slot, at, place);
                case ByteOperation.Branch:
                    foreach (int target in instruction.Targets)
                    {
                        if (Run(text, target, place) is >= 0 and int end)
                        {
                            return end;
                        }
                    }

                    return -1;
                case ByteOperation.Jump:
                    at = instruction.Targets[0];
                    break;
                default:
                    return place;
            }
        }
    }

    private int Note(ReadOnlySpan<byte> text, int slot, int at, int place)
    {
        int before = _notes[slot];
        _notes[slot] = place;
        int end = Run(text, at + 1, place);
        if (end < 0)
        {
            _notes[slot] = before;
        }

        return end;
    }

    private int Repeat(ReadOnlySpan<byte> text, ByteInstruction repeat, int at, int place)
    {
        ReadOnlySpan<byte> rest = text[place..];
        int most = rest.IndexOfAny(repeat.Others!);
        most = most < 0 ? rest.Length : most;
        most = repeat.Max >= 0 ? Math.Min(most, repeat.Max) : most;
        if (most < repeat.Min)
        {
            return -1;
        }

        // The first number of bytes to try, and the last.
        (int count, int last) = repeat.Kind switch
        {
            RepetitionKind.Greedy => (most, repeat.Min),
            RepetitionKind.Lazy => (repeat.Min, most),
            _ => (most, most),
        };
        while (true)
        {
            if (Run(text, at + 1, place + count) is >= 0 and int end)
            {
                return end;
            }

            if (count == last || _steps > MaxSteps)
            {
                return -1;
            }

            count += count < last ? 1 : -1;
        }
    }
}
