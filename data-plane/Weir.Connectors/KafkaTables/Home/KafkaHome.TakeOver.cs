using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables.Home;

// Becoming the only one that commits, and finding out what was committed last.
internal sealed partial class KafkaHome
{
    private const string DefaultTransactionTimeoutMs = "120000";
    private const int CallTimeoutMs = 5_000;
    private const int FirstPauseMs = 200;
    private const int LongestPauseMs = 5_000;

    public async Task<CommitRecord?> TakeOverAsync(CancellationToken cancellation)
    {
        End();
        Task<CommitRecord?> call = Start(() => TakeOver(cancellation));
        return await call.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs what waits for brokers on a thread of its own, which is waited for before the clients end.</summary>
    private Task<T> Start<T>(Func<T> call)
    {
        Task<T> task = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _call = task;
        return task;
    }

    private CommitRecord? TakeOver(CancellationToken cancellation)
    {
        (_isStopping, _failure, _callTrouble, _trouble, _flush) = (false, null, null, null, Task.CompletedTask);
        try
        {
            _turns = [Make(_names.FirstId)];
            _turns = [_turns[0], Make(_names.SecondId)];
            KafkaClient asker = _turns[0].Producer;
            Ask(asker, FindOwnTopic, cancellation);
            foreach (KafkaTurn turn in _turns)
            {
                Initialise(turn, cancellation);
            }

            // Only now: until both are initialised a predecessor may still commit.
            CommitRecord? last = ReadLast(cancellation);
            foreach (KafkaTurn turn in _turns)
            {
                Begin(turn);
            }

            _turns[0].IsOpen = true;
            _current = _turns[0];
            _callTrouble = null;
            _thread = new Thread(Run) { Name = "kafka home", IsBackground = true };
            _thread.Start();
            return last;
        }
        catch (KafkaConfigException refused)
        {
            throw new ConnectorException($"Table '{_table.Name}': {refused.Message}.", refused);
        }
    }

    private KafkaTurn Make(string id)
    {
        KafkaProducer producer = new(Properties.Client(
            _time, ("transactional.id", id), ("transaction.timeout.ms", Properties.TransactionTimeoutMs ?? DefaultTransactionTimeoutMs)));
        return new KafkaTurn(id, producer);
    }

    /// <summary>Makes the topic whose offset is the last commit's number, where it is missing.</summary>
    private int FindOwnTopic(KafkaClient client)
    {
        KafkaErrorCode found = client.Topics(CallTimeoutMs, _names.Topic)[0].Error.Code;
        if (found is KafkaErrorCode.UnknownTopic or KafkaErrorCode.UnknownTopicOrPartition)
        {
            KafkaError made = client.CreateTopics([new KafkaNewTopic(_names.Topic, 1)], CallTimeoutMs)[0];
            if (made.IsError && made.Code != KafkaErrorCode.TopicAlreadyExists)
            {
                throw new ConnectorException(
                    $"Kafka at {Properties.Servers} does not make the topic '{_names.Topic}', to which the job's commits belong: {made.Reason}. Allow the user CREATE on it, or make it yourself, with one partition.");
            }
        }
        else if (found == KafkaErrorCode.TopicAuthorizationFailed)
        {
            throw new ConnectorException($"Kafka at {Properties.Servers} does not let the user see the topic '{_names.Topic}', to which the job's commits belong. Allow DESCRIBE and READ on it, and CREATE if it is not there yet.");
        }

        return 0;
    }

    /// <summary>Fences predecessors of the same id and ends what they left open.</summary>
    private void Initialise(KafkaTurn turn, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            ThrowIfStopping();
            KafkaError error = turn.Producer.InitTransactions(CallTimeoutMs);
            if (!error.IsError)
            {
                _callTrouble = null;
                return;
            }

            turn.Producer.Poll(0); // lets it report why
            ThrowIfNotLetIn(turn.Producer);
            KafkaError fatal = turn.Producer.Events.FatalError; // the call itself may still say that it takes longer
            if (!error.IsRetriable || fatal.IsError)
            {
                throw TransactionFailure.Of(fatal.IsError ? fatal : error, turn, Properties.Servers, "the producer cannot be initialised");
            }

            _callTrouble = $"Kafka at {Properties.Servers} does not initialise the transactional id '{turn.TransactionalId}' yet: {error.Reason}; the client goes on trying";
        }
    }

    private CommitRecord? ReadLast(CancellationToken cancellation)
    {
        KafkaPosition last = Ask(_turns[0].Producer, _ => Committed(), cancellation);
        if (last.Offset == KafkaPosition.Unknown)
        {
            return null;
        }

        return last.Metadata is { Length: > 0 } snapshot
            ? new CommitRecord(last.Offset, snapshot)
            : throw new ConnectorException(
                $"The consumer group '{_names.Group}' in Kafka at {Properties.Servers} has the offset {last.Offset} for the topic '{_names.Topic}', but not the name of a snapshot along with it: somebody else has set it. Without it the job cannot go on from there.");
    }

    /// <summary>Asks the group, with a client of its own each time: one that has lost its coordinator may take long to find it again.</summary>
    private KafkaPosition Committed()
    {
        using KafkaConsumer consumer = new(Properties.Client(_time, ("group.id", _names.Group), ("isolation.level", "read_committed")));
        try
        {
            return consumer.Committed([new KafkaPosition(_names.Topic, 0, KafkaPosition.Unknown)], CallTimeoutMs)[0];
        }
        catch (KafkaException silent)
        {
            // A group that is not allowed is told among the messages, and by the call only that none is the coordinator.
            using KafkaMessageBatch told = new(1);
            bool isTold = consumer.Consume(told, 0) > 0 && TransactionFailure.IsForGood(told[0].ErrorCode);
            throw new KafkaException(isTold ? told[0].Error : silent.Error, $"the offsets of the group '{_names.Group}', which wait for transactions that are ending");
        }
    }

    /// <summary>Asks until there is an answer.</summary>
    private T Ask<T>(KafkaClient client, Func<KafkaClient, T> question, CancellationToken cancellation)
    {
        int pauseMs = FirstPauseMs;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            ThrowIfStopping();
            try
            {
                T answer = question(client);
                _callTrouble = null;
                return answer;
            }
            catch (KafkaException silent)
            {
                ThrowIfNotLetIn(client);
                if (TransactionFailure.IsForGood(silent.Error.Code))
                {
                    throw new ConnectorException($"Kafka at {Properties.Servers} refuses: {silent.Message}.{TransactionFailure.Advice(silent.Error.Code)}", silent);
                }

                _callTrouble = $"Kafka at {Properties.Servers} does not answer: {silent.Message}; next try in {pauseMs / 1000.0} s";
            }

            WaitHandle.WaitAny([cancellation.WaitHandle, _disposed.Token.WaitHandle], pauseMs);
            pauseMs = Math.Min(pauseMs * 2, LongestPauseMs);
        }
    }

    private void ThrowIfNotLetIn(KafkaClient client)
    {
        if (client.Events.LastError is { Code: KafkaErrorCode.Authentication } refused)
        {
            throw new ConnectorException($"Kafka at {Properties.Servers} does not accept the credentials of table '{_table.Name}': {refused.Reason}");
        }
    }

    private void ThrowIfStopping() => ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);

    private void Begin(KafkaTurn turn)
    {
        KafkaError error = turn.Producer.BeginTransaction();
        if (error.IsError)
        {
            throw TransactionFailure.Of(error, turn, Properties.Servers, "no transaction can be begun");
        }
    }
}
