namespace Weir.Connectors.Messages;

/// <summary>What came of a message.</summary>
internal enum DecodeOutcome
{
    /// <summary>It is a row.</summary>
    Row,

    /// <summary>It deletes the row that its key names: the other columns are NULL.</summary>
    Deletion,

    /// <summary>It stands for no row: a deletion, an empty message.</summary>
    Skipped,

    /// <summary>It does not parse.</summary>
    Broken,
}
