namespace Weir.Connectors.Kafka.Native;

/// <summary>One of the records of <see cref="KafkaProducer.ProduceBatch"/>: slices of its buffer.</summary>
/// <param name="KeyLength">-1: no key.</param>
/// <param name="ValueLength">-1: no value.</param>
internal readonly record struct KafkaBatchRecord(int Partition, int KeyStart, int KeyLength, int ValueStart, int ValueLength);
