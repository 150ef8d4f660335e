using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>
/// Whether the disk of the emulator has room. Azurite answers writes from memory and stores them seconds later: on a full disk it goes on to say that all is well, and what was written is
/// gone with its end. Thread-safe.
/// </summary>
/// <param name="folder">Of the emulator's data.</param>
/// <param name="minimumFree">In bytes; with less, the disk counts as full. 0 for never.</param>
/// <param name="freeAt">Bytes that are free on the disk of a folder.</param>
/// <param name="time">A reading is good for <see cref="Freshness"/>.</param>
/// <param name="logger">Told when the disk is full and when it is not any more.</param>
internal sealed partial class DiskSpace(string folder, long minimumFree, Func<string, long> freeAt, TimeProvider time, ILogger<DiskSpace> logger)
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _readAt;
    private bool _isRead;
    private bool _isFull;

    /// <summary>Looks where the last reading is older than <see cref="Freshness"/>. A disk that does not say what is free counts as one with room.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                if (!_isRead || time.GetElapsedTime(_readAt) >= Freshness)
                {
                    Read();
                    (_isRead, _readAt) = (true, time.GetTimestamp());
                }

                return _isFull;
            }
        }
    }

    /// <summary>Of the disk that a folder is on.</summary>
    public static long FreeAt(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

    private void Read()
    {
        long free;
        try
        {
            free = freeAt(folder);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            CannotLook(folder, unknown.Message);
            return;
        }

        var isFull = free < minimumFree;
        if (isFull && !_isFull)
        {
            Full(folder, free, minimumFree);
        }
        else if (_isFull && !isFull)
        {
            RoomAgain(folder, free);
        }

        _isFull = isFull;
    }

    [LoggerMessage(1140, LogLevel.Error, "The disk of the storage emulator ({Folder}) has {Free} bytes left, less than {Minimum}: what is written now may be lost. Writes and health get 503 until there is room")]
    private partial void Full(string folder, long free, long minimum);

    [LoggerMessage(1141, LogLevel.Information, "The disk of the storage emulator ({Folder}) has room again: {Free} bytes")]
    private partial void RoomAgain(string folder, long free);

    [LoggerMessage(1142, LogLevel.Debug, "What is free on the disk of the storage emulator ({Folder}) is not known: {Reason}")]
    private partial void CannotLook(string folder, string reason);
}
