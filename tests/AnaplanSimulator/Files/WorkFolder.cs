namespace AnaplanSimulator.Files;

/// <summary>A temporary folder for what is uploaded and exported. It goes with its owner; a folder that a killed process left is the system's to clean.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("anaplan-simulator-").FullName;
    private int _files;

    /// <summary>The path of a file that does not exist yet.</summary>
    public string NewFile() => Path.Combine(_path, $"{Interlocked.Increment(ref _files):D6}");

    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (IOException)
        {
            // Somebody still writes into it: what is left lies in the system's temporary folder.
        }
    }
}
