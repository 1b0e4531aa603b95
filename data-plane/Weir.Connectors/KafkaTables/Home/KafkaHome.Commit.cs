using System.Text;
using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables.Home;

// Committing what was flushed.
internal sealed partial class KafkaHome
{
    /// <summary>What brokers take as an offset's metadata, by default (offset.metadata.max.bytes).</summary>
    private const int LongestSnapshot = 4096;

    /// <summary>Longer than a restart of a broker takes: when no coordinator answers for so long, the transaction must be aborted.</summary>
    private const int OffsetsTimeoutMs = 30_000;

    private const int CommitMs = 2_000;
    private const int RetryMs = 100;

    public async Task CommitAsync(CommitRecord record, CancellationToken cancellation)
    {
        if (_closing is not { } closing || _closingCheckpoint != record.Checkpoint)
        {
            throw new InvalidOperationException($"Checkpoint {record.Checkpoint} has not been ended.");
        }

        int length = Encoding.UTF8.GetByteCount(record.Snapshot);
        if (length > LongestSnapshot)
        {
            throw new ConnectorException($"The snapshot's path has {length} bytes, and Kafka keeps at most {LongestSnapshot} with a commit: give the job or its storage a shorter name. It begins with '{record.Snapshot[..64]}'.");
        }

        await _flush.WaitAsync(cancellation).ConfigureAwait(false);
        await Start(() => Commit(closing, record, cancellation)).WaitAsync(cancellation).ConfigureAwait(false);
    }

    private bool Commit(KafkaTurn turn, CommitRecord record, CancellationToken cancellation)
    {
        try
        {
            foreach ((string group, KafkaPosition[] offsets) in CommitOffsets.Of(record, _names, Properties))
            {
                using KafkaGroupMetadata metadata = KafkaGroupMetadata.Of(group);
                Until(turn, $"the offsets of the group '{group}' are not taken", () => turn.Producer.SendOffsets(offsets, metadata, OffsetsTimeoutMs), cancellation);
            }

            Until(turn, $"checkpoint {record.Checkpoint} is not committed", () => turn.Producer.CommitTransaction(CommitMs), cancellation);
            Begin(turn);
            _closing = null;
            return true;
        }
        catch (Exception failure) when (failure is CommitFencedException or ConnectorException)
        {
            Fail(failure);
            throw;
        }
        finally
        {
            _callTrouble = null;
        }
    }

    /// <summary>Calls again after an error that says no more than that the outcome is not known yet.</summary>
    private void Until(KafkaTurn turn, string what, Func<KafkaError> call, CancellationToken cancellation)
    {
        while (call() is { IsError: true } error)
        {
            KafkaError fatal = turn.Producer.Events.FatalError; // then this producer will never know, but its successor does
            if (!error.IsRetriable || fatal.IsError)
            {
                Exception failure = TransactionFailure.Of(fatal.IsError ? fatal : error, turn, Properties.Servers, what);
                if (error.RequiresAbort)
                {
                    _ = turn.Producer.AbortTransaction(AbortMs); // so that no reader waits for it; a successor does it as well
                }

                throw failure;
            }

            _callTrouble = $"Kafka at {Properties.Servers}: {what} yet: {error.Reason}; asked for again";
            cancellation.ThrowIfCancellationRequested();
            ThrowIfStopping();
            _disposed.Token.WaitHandle.WaitOne(RetryMs);
        }
    }
}
