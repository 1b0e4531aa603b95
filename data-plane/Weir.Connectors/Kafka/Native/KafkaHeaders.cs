using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>A record's headers, by foreach, without an allocation.</summary>
internal readonly unsafe ref struct KafkaHeaders(nint headers)
{
    private readonly nint _headers = headers;

    public Enumerator GetEnumerator() => new(_headers);

    internal ref struct Enumerator(nint headers)
    {
        private readonly nint _headers = headers;
        private nuint _next;
        private byte* _name;
        private byte* _value;
        private nuint _valueLength;

        public readonly KafkaHeader Current => new(
            MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_name), new(_value, (int)_valueLength), _value == null);

        public bool MoveNext()
        {
            byte* name;
            byte* value;
            nuint valueLength;
            if (_headers == 0 || LibRdKafka.HeaderGetAll(_headers, _next, &name, &value, &valueLength) != 0)
                return false;
            _name = name;
            _value = value;
            _valueLength = valueLength;
            _next++;
            return true;
        }
    }
}
