using System.Diagnostics;
using System.Globalization;
using Weir.Benchmarks.Flink;
using Weir.Connectors;
using Weir.Connectors.Kafka.Native;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Sql.Compilation;

namespace Weir.Benchmarks.KafkaJson;

/// <summary>
/// <c>./dev bench kafka-json [MESSAGES]</c>: a topic of bids in JSON from a real broker, read by a job into columns (all seven of them), beside librdkafka alone, which takes the same messages in batches and looks
/// at none. In turn, five times each; what counts is time on the wall, as librdkafka's threads and the job's share the machine's cores with the broker.
/// </summary>
internal static class KafkaJsonBenchmark
{
    private const int Runs = 5;
    private const int Partitions = 4;
    private const int DefaultMessages = 2_000_000;
    private const int BatchMessages = 4096;
    private const string Topic = "bids";
    private const string Columns = "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3), extra STRING";

    public static int Run(string[] args)
    {
        int messages = DefaultMessages;
        if (args.Length > 1 || (args.Length == 1 && (!int.TryParse(args[0], CultureInfo.InvariantCulture, out messages) || messages < 1)))
        {
            Console.Error.WriteLine("Usage: ./dev bench kafka-json [MESSAGES]");
            return 2;
        }

        using KafkaTool? kafka = KafkaTool.Start(out string reason);
        if (kafka is null)
        {
            Console.WriteLine($"Skipped: Kafka is not there ({reason}).");
            return 0;
        }

        kafka.CreateTopic(Topic, Partitions);
        long written = Write(kafka.Bootstrap, messages);
        double[] alone = new double[Runs];
        double[] weir = new double[Runs];
        long bytes = 0;
        for (int run = -1; run < Runs; run++) // the first one warms both
        {
            double ofLibrary = Library(kafka.Bootstrap, written, out bytes);
            double ofWeir = Job(kafka.Bootstrap, written);
            if (run >= 0)
            {
                (alone[run], weir[run]) = (ofLibrary, ofWeir);
            }
        }

        double[] ratios = [.. alone.Zip(weir, (a, w) => a / w).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{written} messages of {bytes / (double)written:F0} bytes on the mean, {Partitions} partitions, {Environment.ProcessorCount} cores (shared with the broker); medians of {Runs} runs each, in turn:"));
        Print("librdkafka alone", written, bytes, alone);
        Print("Weir into columns", written, bytes, weir);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio {ratios[Runs / 2]:F2} ({ratios[0]:F2} to {ratios[^1]:F2})"));
        return 0;
    }

    private static void Print(string name, long messages, long bytes, double[] seconds)
    {
        double median = seconds.Order().ElementAt(Runs / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18}{messages / median / 1e6,8:F2} M messages/s{bytes / median / 1e6,8:F0} MB/s   {seconds.Min():F2} to {seconds.Max():F2} s"));
    }

    private static string Table(string bootstrap, string more) =>
        $"CREATE TABLE bids ({Columns}) WITH ('connector' = 'kafka', 'topic' = '{Topic}', 'properties.bootstrap.servers' = '{bootstrap}', 'format' = 'json'{more});\n";

    private static long Write(string bootstrap, int messages)
    {
        long events = (messages * 50L) / 46;
        return RunJob(NexmarkQuery.Tables(events, WeirQuery.DefaultRate) + Table(bootstrap, string.Empty) + "INSERT INTO bids SELECT * FROM bid;", out _);
    }

    private static double Job(string bootstrap, long messages)
    {
        string sink = $"CREATE TABLE `out` ({Columns}) WITH ('connector' = 'blackhole');\n";
        string source = Table(bootstrap, ", 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'");
        long rows = RunJob(source + sink + "INSERT INTO `out` SELECT * FROM bids;", out double seconds);
        return rows == messages ? seconds : throw new InvalidOperationException($"The job read {rows} rows of {messages}.");
    }

    private static long RunJob(string text, out double seconds)
    {
        CompiledScript script = WeirQuery.Compile(text, miniBatch: false, out string error) ?? throw new InvalidOperationException(error);
        using Job run = new(script.Jobs.Single().Plan, new JobOptions
        {
            Connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices()),
            DeadLetters = new NoDeadLetters(),
        });
        long started = Stopwatch.GetTimestamp();
        run.Start();
        if (run.Completion.GetAwaiter().GetResult() != JobState.Finished)
        {
            throw run.Failure ?? new InvalidOperationException("The job did not finish.");
        }

        seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return run.Figures().Where(f => f.IsSource).Sum(f => f.RowsOut);
    }

    private static double Library(string bootstrap, long messages, out long bytes)
    {
        long started = Stopwatch.GetTimestamp();
        using KafkaConsumer consumer = new(KafkaClientOptions.For(bootstrap));
        using KafkaMessageBatch batch = new(BatchMessages);
        consumer.Assign([.. Enumerable.Range(0, Partitions).Select(p => new KafkaPosition(Topic, p, 0))]);
        bytes = 0;
        for (long left = messages; left > 0;)
        {
            left -= consumer.Consume(batch, 1000);
            for (int i = 0; i < batch.Count; i++)
            {
                KafkaMessage message = batch[i];
                if (message.ErrorCode != KafkaErrorCode.None)
                {
                    throw new InvalidOperationException(message.Error.Reason);
                }

                bytes += message.Value.Length;
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
