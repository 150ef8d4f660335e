namespace AnaplanSimulator.Files;

/// <summary>Keeps files from being uploaded to while a task reads them. Ends once, however often it is disposed.</summary>
internal sealed class FileHold : IDisposable
{
    private IReadOnlyList<ModelFile>? _files;

    public FileHold(IReadOnlyList<ModelFile> files)
    {
        _files = files;
        foreach (var file in files)
            file.Hold(isRead: true);
    }

    public void Dispose()
    {
        foreach (var file in Interlocked.Exchange(ref _files, null) ?? [])
            file.Hold(isRead: false);
    }
}
