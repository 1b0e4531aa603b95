namespace Weir.Connectors.Kafka.Native;

/// <summary>A line of librdkafka's log.</summary>
/// <param name="Level">As syslog has it: 3 an error, 4 a warning, 6 to inform, 7 to debug.</param>
/// <param name="Facility">A short name such as FAIL or CONFWARN.</param>
internal readonly record struct KafkaLogLine(int Level, string Facility, string Text);
