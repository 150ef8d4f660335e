using FlowFunctions.Cli.Files;

namespace FlowFunctions.Cli.App;

/// <summary>Keeps what a child process prints: all of it in a file, the last lines in memory.</summary>
internal sealed class ProcessLog : IDisposable
{
    private const int LinesToRemember = 12;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new(LinesToRemember);
    private readonly StreamWriter _file;

    private ProcessLog(string path, StreamWriter file)
    {
        Path = path;
        _file = file;
    }

    public string Path { get; }

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lock)
            {
                return [.. _last];
            }
        }
    }

    /// <summary>Begins the file anew, in a folder that its owner alone can enter. Who holds it open is the one demo that may use the folder.</summary>
    public static ProcessLog Create(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly.Folder);
                // One that exists keeps its mode in this call.
                File.SetUnixFileMode(folder, OwnerOnly.Folder);
            }

            // Unix locks are advisory: who only reads is not kept out, and only an exclusive lock keeps a second demo out.
            var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = share };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly.File;
            var file = new FileStream(path, options);
            file.SetLength(0);
            return new ProcessLog(path, new StreamWriter(file) { AutoFlush = true });
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new FlowsException($"{path} cannot be written: {problem.Message}", "Run the demo in a folder that you may write to; its data stays there.", problem);
        }
        catch (IOException problem)
        {
            throw new FlowsException($"{path} is in use: {problem.Message}", "Another demo seems to run in this folder: stop it, or run this one in another folder.", problem);
        }
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            _file.WriteLine(line);
            if (string.IsNullOrWhiteSpace(line))
                return;
            if (_last.Count == LinesToRemember)
                _last.Dequeue();
            _last.Enqueue(line);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }
}
