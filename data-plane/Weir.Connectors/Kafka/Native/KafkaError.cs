using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>
/// What came of a call: <see cref="KafkaErrorCode.None"/>, or what went wrong and what may be done about it.
/// </summary>
/// <param name="Code">The error, also for a fatal one (never <see cref="KafkaErrorCode.Fatal"/> itself).</param>
/// <param name="Reason">In words, with the names concerned.</param>
/// <param name="IsFatal">The client is of no use any more and must be replaced; for a transactional producer it mostly means fenced.</param>
/// <param name="IsRetriable">The same call may be made again.</param>
/// <param name="RequiresAbort">The transaction cannot be committed: abort it, then begin anew.</param>
internal readonly record struct KafkaError(
    KafkaErrorCode Code, string Reason, bool IsFatal = false, bool IsRetriable = false, bool RequiresAbort = false)
{
    internal static KafkaError None => default;

    internal bool IsError => Code != KafkaErrorCode.None;

    /// <summary>Another producer with the same transactional id has taken over; nothing of this one's open transaction will be seen.</summary>
    internal bool IsFenced => Code is KafkaErrorCode.Fenced or KafkaErrorCode.ProducerFenced or KafkaErrorCode.InvalidProducerEpoch;

    internal static KafkaError Of(int code) => code == 0 ? None : new((KafkaErrorCode)code, Describe(code));

    internal static KafkaError Of(int code, string reason) => code == 0 ? None : new((KafkaErrorCode)code, reason);

    /// <summary>Reads an rd_kafka_error_t and frees it; 0 means no error.</summary>
    internal static unsafe KafkaError Take(nint error)
    {
        if (error == 0)
            return None;
        var taken = new KafkaError(
            (KafkaErrorCode)LibRdKafka.ErrorCode(error),
            Marshal.PtrToStringUTF8((nint)LibRdKafka.ErrorString(error)) ?? "",
            LibRdKafka.ErrorIsFatal(error) != 0,
            LibRdKafka.ErrorIsRetriable(error) != 0,
            LibRdKafka.ErrorRequiresAbort(error) != 0);
        LibRdKafka.ErrorDestroy(error);
        return taken;
    }

    internal KafkaError ThrowIfError()
    {
        if (IsError)
            throw new KafkaException(this);
        return this;
    }

    public override string ToString() => IsError ? $"{Reason} ({Code})" : "no error";

    private static unsafe string Describe(int code) => Marshal.PtrToStringUTF8((nint)LibRdKafka.ErrorText(code)) ?? "";
}
