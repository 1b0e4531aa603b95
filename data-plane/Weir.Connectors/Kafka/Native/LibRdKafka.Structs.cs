using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

// The layouts of rdkafka.h, for the 64-bit machines that Weir runs on.
internal static unsafe partial class LibRdKafka
{
    internal const int OffsetBeginning = -2;
    internal const int OffsetEnd = -1;
    internal const int OffsetInvalid = -1001;

    internal const int FlagCopy = 0x2;
    internal const int FlagPartition = 0x8;

    internal enum ClientType
    {
        Producer = 0,
        Consumer = 1,
    }

    internal enum FieldType
    {
        End = 0,
        Topic = 1,
        TopicHandle = 2,
        Partition = 3,
        Value = 4,
        Key = 5,
        Opaque = 6,
        Flags = 7,
        Timestamp = 8,
        Header = 9,
    }

    /// <summary>rd_kafka_message_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public int Error;
        public nint Topic;
        public int Partition;
        public byte* Value;
        public nuint ValueLength;
        public byte* Key;
        public nuint KeyLength;
        public long Offset;
        public nint Private;
    }

    /// <summary>rd_kafka_topic_partition_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TopicPartition
    {
        public byte* Topic;
        public int Partition;
        public long Offset;
        public byte* Metadata;
        public nuint MetadataLength;
        public nint Opaque;
        public int Error;
        public nint Private;
    }

    /// <summary>rd_kafka_topic_partition_list_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TopicPartitionList
    {
        public int Count;
        public int Size;
        public TopicPartition* Elements;
    }

    /// <summary>rd_kafka_vu_t: one field of a record to produce; which of the overlapping members counts, the type says.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 72)]
    internal struct Field
    {
        [FieldOffset(0)] public FieldType Type;
        [FieldOffset(8)] public nint Handle;
        [FieldOffset(8)] public int Int32;
        [FieldOffset(8)] public long Int64;
        [FieldOffset(8)] public byte* Pointer;
        [FieldOffset(16)] public nuint Length;
        [FieldOffset(16)] public byte* HeaderValue;
        [FieldOffset(24)] public nint HeaderLength;
    }

    /// <summary>rd_kafka_metadata_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ClusterMetadata
    {
        public int BrokerCount;
        public nint Brokers;
        public int TopicCount;
        public TopicMetadata* Topics;
        public int OriginBroker;
        public byte* OriginBrokerName;
    }

    /// <summary>rd_kafka_metadata_topic_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TopicMetadata
    {
        public byte* Topic;
        public int PartitionCount;
        public PartitionMetadata* Partitions;
        public int Error;
    }

    /// <summary>rd_kafka_metadata_partition_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PartitionMetadata
    {
        public int Id;
        public int Error;
        public int Leader;
        public int ReplicaCount;
        public int* Replicas;
        public int InSyncCount;
        public int* InSync;
    }
}
