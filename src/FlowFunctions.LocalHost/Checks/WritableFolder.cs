namespace FlowFunctions.LocalHost.Checks;

/// <summary>Tries whether a folder can be written, without leaving anything there.</summary>
internal static class WritableFolder
{
    /// <summary>Why the folder, which need not be there yet, can be neither made nor written; null where it can.</summary>
    public static string? FaultOf(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing) && !File.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        if (File.Exists(existing))
        {
            return $"{existing} is a file.";
        }

        try
        {
            using var trial = new FileStream(
                Path.Combine(existing, $".{Guid.CreateVersion7():N}"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Reason(fault, existing);
        }
    }

    // The exception names the file that was tried, which nobody has asked for.
    private static string Reason(Exception fault, string folder) =>
        fault is UnauthorizedAccessException ? $"this user may not write to {folder}." : Sentence.Of(fault);
}
