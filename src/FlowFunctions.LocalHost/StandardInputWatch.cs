namespace FlowFunctions.LocalHost;

/// <summary>
/// Stops the host, as gracefully as Ctrl-C does, when standard input ends. A program that starts the host and keeps the other end of its standard input stops
/// it by closing that, and is never outlived by it, even where it is killed. On only with <see cref="Settings.LocalHostOptions.StopWithStandardInput"/>: a service's standard input is often closed
/// from the start.
/// </summary>
internal static class StandardInputWatch
{
    /// <summary>Of the process.</summary>
    public static async Task WatchConsoleAsync(Action stop)
    {
        await using var input = Console.OpenStandardInput();
        await WatchAsync(input, stop);
    }

    /// <summary>Calls <paramref name="stop"/> when <paramref name="input"/> ends.</summary>
    public static async Task WatchAsync(Stream input, Action stop)
    {
        var buffer = new byte[256];
        // A read of the console cannot be cancelled; where the host stops first, the read is left to the end of the process.
        while (await input.ReadAsync(buffer, CancellationToken.None) > 0)
        {
        }

        stop();
    }
}
