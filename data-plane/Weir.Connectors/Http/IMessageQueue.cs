using Weir.Engine.Batches;

namespace Weir.Connectors.Http;

/// <summary>Messages on their way from the lane to those who post them. Thread-safe.</summary>
internal interface IMessageQueue : IDisposable
{
    /// <summary>The messages that have not been delivered.</summary>
    int Pending { get; }

    /// <summary>Whether what is not delivered is in a snapshot, or will be written again, so that it may be left when the job stops.</summary>
    bool MayLeaveRest { get; }

    /// <summary>Adds a message for each row.</summary>
    void Add(Batch batch);

    /// <summary>The next message; waits until there is one.</summary>
    Task<HttpMessage> Take(CancellationToken stop);

    /// <summary>A message that was taken has been delivered.</summary>
    /// <returns>How many have not.</returns>
    int Delivered(HttpMessage message);
}
