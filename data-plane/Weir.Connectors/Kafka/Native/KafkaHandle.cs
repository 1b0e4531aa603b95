using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>An rd_kafka_t, with what its callbacks write to. Releasing it ends the client's threads and takes up to some seconds.</summary>
internal sealed class KafkaHandle : SafeHandle
{
    private GCHandle _events;

    internal KafkaHandle(nint client, GCHandle events) : base(0, ownsHandle: true)
    {
        SetHandle(client);
        _events = events;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The pointer, for calls made by the one who owns this handle.</summary>
    internal nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    protected override bool ReleaseHandle()
    {
        LibRdKafka.Destroy(handle);
        // Only now: callbacks may come until the last thread is gone.
        _events.Free();
        return true;
    }
}
