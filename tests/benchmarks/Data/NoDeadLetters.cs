using Weir.Engine.Connectors;

namespace Weir.Benchmarks.Data;

/// <summary>Nothing here fails to parse.</summary>
internal sealed class NoDeadLetters : IDeadLetterOutput
{
    public void Write(in DeadLetter letter) => throw new InvalidOperationException(letter.Reason);
}
