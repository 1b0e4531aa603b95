namespace Weir.Storage.Tests.S3;

/// <summary>What the proxy does to a request.</summary>
internal enum Fault
{
    /// <summary>Passes it on.</summary>
    None,

    /// <summary>Answers 503 SlowDown itself.</summary>
    Busy,

    /// <summary>Resets the connection before the server hears of it.</summary>
    LoseRequest,

    /// <summary>Lets the server carry it out, then resets the connection in place of the answer.</summary>
    LoseAnswer,

    /// <summary>Resets the connection after a part of the answer.</summary>
    BreakAnswer,

    /// <summary>Never answers.</summary>
    Hang,

    /// <summary>Changes a byte of what is sent, if anything is.</summary>
    Damage,
}
