using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>A block of an export's file on its way. Its buffer is rented: disposing gives it back.</summary>
internal sealed class ExportBlock(byte[] buffer) : IDisposable
{
    private byte[] _buffer = buffer;

    public int Length { get; private set; }

    public bool IsFull => Length == IDataStore.BlockBytes;

    /// <summary>What is in it.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>Where there is room, at least one byte unless it is full.</summary>
    public Memory<byte> Rest => _buffer.AsMemory(Length, IDataStore.BlockBytes - Length);

    /// <summary>How far the download is once this block is written.</summary>
    public DownloadState After { get; private set; } = new();

    public void Add(int bytes) => Length += bytes;

    public ExportBlock EndingAt(DownloadState after)
    {
        After = after;
        return this;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            TransferBuffers.Pool.Return(_buffer);
            _buffer = [];
            Length = 0;
        }
    }
}
