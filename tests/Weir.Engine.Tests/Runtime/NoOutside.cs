using Weir.Engine.Connectors;

namespace Weir.Engine.Tests.Runtime;

/// <summary>For operators that have nothing to do with the outside: anything that asks for it fails.</summary>
internal sealed class NoOutside : IConnectorProvider, IDeadLetterOutput
{
    public static NoOutside Instance { get; } = new();

    public TableSource CreateSource(TableSpec table) => throw new InvalidOperationException("There are no tables here.");

    public TableSink CreateSink(TableSpec table) => throw new InvalidOperationException("There are no tables here.");

    public void Write(in DeadLetter letter) => throw new InvalidOperationException(letter.Reason);
}
