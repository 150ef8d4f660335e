namespace FlowFunctions.Chaos;

/// <summary>Says when what has not ended when the weather is over is given up: where nothing has happened for long, and after a longer time however much happens.</summary>
internal sealed class EndWatch(TimeProvider time)
{
    /// <summary>
    /// How long nothing may happen when the weather is over, before what has not ended counts as stuck: what a killed host had taken is hidden for a minute and a half, and the watchdog looks every
    /// five minutes for runs that are older than two, and leaves one that it has woken three times in vain alone for eight.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(14);

    /// <summary>What goes round in circles is stuck too.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>How long nothing happens where those that have not ended wait for messages to come back.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(20);

    private readonly long _began = time.GetTimestamp();
    private long _since = time.GetTimestamp();
    private long _last = long.MinValue;

    /// <summary>Whether nothing has happened for <see cref="Calm"/>.</summary>
    public bool IsCalm => time.GetElapsedTime(_since) >= Calm;

    /// <param name="progress">Another number whenever something has happened.</param>
    /// <returns>Why nobody waits any longer; null where one does.</returns>
    public string? GiveUp(long progress)
    {
        if (progress != _last)
        {
            (_last, _since) = (progress, time.GetTimestamp());
        }

        return time.GetElapsedTime(_began) >= Longest ? $"{Longest.TotalMinutes:0} minutes after the weather it had not ended"
            : time.GetElapsedTime(_since) >= Patience ? $"after the weather nothing happened for {Patience.TotalMinutes:0} minutes"
            : null;
    }
}
