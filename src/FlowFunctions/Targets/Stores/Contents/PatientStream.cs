namespace FlowFunctions.Targets.Stores;

/// <summary>Reads answers whose sender may fall silent without hanging up.</summary>
internal static class PatientStream
{
    /// <summary>Between two pieces of an answer; a store that is at work sends far more often.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>Fills the whole buffer.</summary>
    /// <exception cref="EndOfStreamException">The answer ended early.</exception>
    /// <exception cref="TimeoutException">Nothing came for <see cref="LongestSilence"/>.</exception>
    public static async Task FillAsync(Stream stream, Memory<byte> buffer, TimeProvider time, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            while (buffer.Length > 0)
            {
                var read = await stream.ReadAsync(buffer, either.Token);
                if (read == 0)
                {
                    throw new EndOfStreamException($"The answer ended {buffer.Length} bytes early.");
                }

                buffer = buffer[read..];
                silence.CancelAfter(LongestSilence);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing came for {LongestSilence.TotalSeconds} seconds.", exception);
        }
    }
}
