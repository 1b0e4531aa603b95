using System.Buffers;

namespace Weir.Engine.Functions.Regexes;

/// <summary>What an instruction of a <see cref="ByteMatcher"/> does.</summary>
internal enum ByteOperation
{
    /// <summary>These bytes.</summary>
    Literal,

    /// <summary>One byte of a set.</summary>
    Set,

    /// <summary>Bytes of a set, so many times.</summary>
    Repeat,

    /// <summary>Holds at the start of the text.</summary>
    Start,

    /// <summary>Notes the place where a group starts or ends.</summary>
    Note,

    /// <summary>Goes on at the first of several places from which there is a match.</summary>
    Branch,

    /// <summary>Goes on elsewhere.</summary>
    Jump,

    /// <summary>The end of a match.</summary>
    Match,
}

/// <summary>One step of a <see cref="ByteMatcher"/>.</summary>
internal sealed class ByteInstruction(ByteOperation operation)
{
    public ByteOperation Operation { get; } = operation;

    /// <summary>The bytes of a literal.</summary>
    public byte[] Literal { get; init; } = [];

    /// <summary>For each of the 128 bytes whether it is in the set.</summary>
    public bool[] Set { get; init; } = [];

    /// <summary>The ASCII bytes that end a repetition.</summary>
    public SearchValues<byte>? Others { get; init; }

    public int Min { get; init; }

    /// <summary>Negative for no maximum.</summary>
    public int Max { get; init; }

    public RepetitionKind Kind { get; init; }

    /// <summary>Where a note is kept: 2 * group, and one more for its end.</summary>
    public int Slot { get; init; }

    /// <summary>Where to go on; in the order of preference.</summary>
    public int[] Targets { get; set; } = [];
}
