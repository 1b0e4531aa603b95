using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Connectors.Nexmark;

/// <summary>Writes the values of a field for events of one kind to the rows from start on.</summary>
internal delegate void NexmarkFill(Column column, int start, ReadOnlySpan<long> events);

/// <summary>A field of one kind of event.</summary>
internal sealed record NexmarkField(string Name, DataType Type, NexmarkFill Fill)
{
    /// <summary>A field of type BIGINT whose value is a function of the event's number.</summary>
    public static NexmarkField BigInt<TRule>(string name)
        where TRule : struct, INumberRule =>
        new(name, DataType.BigInt, static (column, start, events) =>
        {
            TRule rule = default;
            Span<long> to = ((FixedColumn<long>)column).Values.Slice(start, events.Length);
            for (int k = 0; k < to.Length; k++)
            {
                to[k] = rule.Of(events[k]);
            }
        });
}

/// <summary>A number as a function of the event's number; a struct, so that the loop over it is compiled for each.</summary>
internal interface INumberRule
{
    long Of(long n);
}
