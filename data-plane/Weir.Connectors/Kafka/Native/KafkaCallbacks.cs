using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>What librdkafka calls; each finds its client's <see cref="KafkaEvents"/> and lets no exception out.</summary>
internal static unsafe class KafkaCallbacks
{
    internal static void Register(nint conf, LibRdKafka.ClientType type, bool withToken)
    {
        LibRdKafka.ConfSetErrorCallback(conf, &OnError);
        LibRdKafka.ConfSetLogCallback(conf, &OnLog);
        LibRdKafka.ConfSetStatsCallback(conf, &OnStatistics);
        if (type == LibRdKafka.ClientType.Producer)
            LibRdKafka.ConfSetDeliveryCallback(conf, &OnDelivery);
        if (withToken)
        {
            LibRdKafka.ConfSetTokenCallback(conf, &OnTokenDue);
            LibRdKafka.ConfEnableSaslQueue(conf, 1);
        }
    }

    private static KafkaEvents Events(nint opaque) => (KafkaEvents)GCHandle.FromIntPtr(opaque).Target!;

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(nint client, int code, byte* reason, nint opaque)
    {
        if (code != (int)KafkaErrorCode.Fatal)
        {
            Events(opaque).Failed(KafkaError.Of(code, Text(reason)));
            return;
        }

        byte* text = stackalloc byte[512];
        int underlying = LibRdKafka.FatalError(client, text, 512);
        Events(opaque).Failed(new KafkaError((KafkaErrorCode)underlying, Text(text), IsFatal: true));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint client, int level, byte* facility, byte* text)
    {
        // A client that is just being made has no opaque yet.
        nint opaque = LibRdKafka.Opaque(client);
        if (opaque != 0)
            Events(opaque).Logged(new KafkaLogLine(level, Text(facility), Text(text)));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStatistics(nint client, byte* json, nuint length, nint opaque)
    {
        Events(opaque).Measured(new ReadOnlySpan<byte>(json, (int)length));
        return 0; // the memory stays librdkafka's
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDelivery(nint client, LibRdKafka.Message* message, nint opaque)
    {
        if (message->Error == 0)
            Events(opaque).Delivered();
        else
            Events(opaque).NotDelivered(KafkaError.Of(message->Error), Text(LibRdKafka.TopicName(message->Topic)), message->Partition);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnTokenDue(nint client, byte* config, nint opaque)
    {
        try
        {
            Events(opaque).MakeToken!().Hand(client);
        }
#pragma warning disable CA1031 // nothing may be thrown through C; the client reports it as an authentication error
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LibRdKafka.SetTokenFailure(client, failure.Message);
        }
    }
}
