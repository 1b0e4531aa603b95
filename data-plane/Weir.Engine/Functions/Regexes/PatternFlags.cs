namespace Weir.Engine.Functions.Regexes;

/// <summary>The flags that stand in a pattern as <c>(?idmsux)</c>.</summary>
[Flags]
internal enum PatternFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>i: upper and lower case are the same, in ASCII.</summary>
    IgnoreCase = 1,

    /// <summary>d: only \n ends a line.</summary>
    UnixLines = 2,

    /// <summary>m: ^ and $ at each line.</summary>
    Multiline = 4,

    /// <summary>s: a dot is also the end of a line.</summary>
    DotAll = 8,

    /// <summary>u: with i, case of all scripts.</summary>
    UnicodeCase = 16,

    /// <summary>x: white space and comments are passed over.</summary>
    Comments = 32,
}
