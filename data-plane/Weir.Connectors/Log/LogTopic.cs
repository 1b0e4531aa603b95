namespace Weir.Connectors.Log;

/// <summary>A topic: its name, how many partitions it has, how it is kept.</summary>
public sealed record LogTopic(string Name, int Partitions, LogTopicOptions Options);
