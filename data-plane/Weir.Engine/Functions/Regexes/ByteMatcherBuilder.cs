using System.Buffers;

namespace Weir.Engine.Functions.Regexes;

/// <summary>Makes a <see cref="ByteMatcher"/> of a parsed pattern.</summary>
internal sealed class ByteMatcherBuilder
{
    private const int AsciiCount = 128;

    private readonly List<ByteInstruction> _program = [];
    private readonly List<byte> _literal = [];
    private int _groups;

    /// <summary>A matcher for the pattern; null if some part of it is not plain.</summary>
    public static ByteMatcher? TryBuild(PatternNode pattern, int groups)
    {
        ByteMatcherBuilder builder = new();
        if (!pattern.TryAdd(builder))
        {
            return null;
        }

        builder.Add(new ByteInstruction(ByteOperation.Match));
        bool[] firsts = new bool[AsciiCount];
        return new ByteMatcher([.. builder._program], groups, builder.CollectFirsts(0, firsts) ? ValuesOf(firsts, true) : null);
    }

    /// <summary>Adds one byte of a set.</summary>
    public void AddSet(CodePointSet set)
    {
        if (set.IsSingle && set.Ranges[0].First < AsciiCount)
        {
            _literal.Add((byte)set.Ranges[0].First); // neighbours become one literal
            return;
        }

        Add(new ByteInstruction(ByteOperation.Set) { Set = AsciiOf(set) });
    }

    /// <summary>Adds a repeated set.</summary>
    public void AddRepetition(CodePointSet set, int min, int max, RepetitionKind kind)
    {
        bool[] ascii = AsciiOf(set);
        Add(new ByteInstruction(ByteOperation.Repeat) { Set = ascii, Others = ValuesOf(ascii, false), Min = min, Max = max, Kind = kind });
    }

    /// <summary>Adds the start of the text.</summary>
    public void AddStart() => Add(new ByteInstruction(ByteOperation.Start));

    /// <summary>Adds a group that is numbered by its opening.</summary>
    public bool TryAddGroup(PatternNode content)
    {
        int group = ++_groups;
        Add(new ByteInstruction(ByteOperation.Note) { Slot = 2 * group });
        if (!content.TryAdd(this))
        {
            return false;
        }

        Add(new ByteInstruction(ByteOperation.Note) { Slot = (2 * group) + 1 });
        return true;
    }

    /// <summary>Adds alternatives.</summary>
    public bool TryAddBranches(IReadOnlyList<PatternNode> branches)
    {
        ByteInstruction choice = new(ByteOperation.Branch);
        Add(choice);
        List<int> targets = [];
        List<ByteInstruction> jumps = [];
        foreach (PatternNode branch in branches)
        {
            targets.Add(_program.Count);
            if (!branch.TryAdd(this))
            {
                return false;
            }

            ByteInstruction jump = new(ByteOperation.Jump);
            Add(jump);
            jumps.Add(jump);
        }

        choice.Targets = [.. targets];
        foreach (ByteInstruction jump in jumps)
        {
            jump.Targets = [_program.Count];
        }

        return true;
    }

    private static bool[] AsciiOf(CodePointSet set) => [.. Enumerable.Range(0, AsciiCount).Select(set.Contains)];

    private static SearchValues<byte> ValuesOf(bool[] set, bool member) => SearchValues.Create([.. Enumerable.Range(0, AsciiCount).Where(b => set[b] == member).Select(b => (byte)b)]);

    private void Add(ByteInstruction instruction)
    {
        if (_literal.Count > 0)
        {
            _program.Add(new ByteInstruction(ByteOperation.Literal) { Literal = [.. _literal] });
            _literal.Clear();
        }

        _program.Add(instruction);
    }

    /// <summary>Collects the bytes with which a match may go on from an instruction behind the start of the text; false if it may be empty.</summary>
    private bool CollectFirsts(int at, bool[] firsts)
    {
        while (true)
        {
            ByteInstruction instruction = _program[at];
            switch (instruction.Operation)
            {
                case ByteOperation.Literal:
                    firsts[instruction.Literal[0]] = true;
                    return true;
                case ByteOperation.Set:
                    Union(firsts, instruction.Set);
                    return true;
                case ByteOperation.Repeat:
                    Union(firsts, instruction.Set);
                    if (instruction.Min > 0)
                    {
                        return true;
                    }

                    at++;
                    break;
                case ByteOperation.Start:
                    return true; // holds nowhere else
                case ByteOperation.Note:
                    at++;
                    break;
                case ByteOperation.Branch:
                    return instruction.Targets.All(target => CollectFirsts(target, firsts));
                case ByteOperation.Jump:
                    at = instruction.Targets[0];
                    break;
                default:
                    return false;
            }
        }
    }

    private static void Union(bool[] firsts, bool[] set)
    {
        for (int b = 0; b < AsciiCount; b++)
        {
            firsts[b] |= set[b];
        }
    }
}
