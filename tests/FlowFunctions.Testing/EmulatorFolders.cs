namespace FlowFunctions.Testing;

/// <summary>Folders in which a storage emulator kept its data.</summary>
public static class EmulatorFolders
{
    private const int Attempts = 100;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    /// <summary>Deletes a folder, if it is there, with all that is in it. An emulator that was told to end, or was killed, may write for some seconds longer.</summary>
    /// <exception cref="IOException">It is still written to after ten seconds.</exception>
    public static void Delete(string path)
    {
        for (var attempt = 1; Directory.Exists(path); attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(BetweenAttempts);
            }
        }
    }
}
