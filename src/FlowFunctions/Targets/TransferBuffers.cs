using System.Buffers;

namespace FlowFunctions.Targets;

/// <summary>
/// The buffers of transfers: chunks and blocks of megabytes. A pool of its own, because the shared one keeps what is given back for each thread that gives
/// something back, and a transfer's buffers pass through many threads. Thread-safe.
/// </summary>
internal static class TransferBuffers
{
    private const int LargestKept = 16 * 1024 * 1024;
    private const int KeptOfEachSize = 4;

    public static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(LargestKept, KeptOfEachSize);
}
