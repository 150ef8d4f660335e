namespace FlowFunctions.Benchmarks.Runs;

/// <summary>What a host writes, in a file. Thread-safe.</summary>
internal sealed class HostLogFile(string path) : IDisposable
{
    private const int LinesShown = 3;

    private readonly Lock _lock = new();
    private readonly StreamWriter _file = new(path) { AutoFlush = true };
    private readonly Queue<string> _last = new();

    /// <summary>In one line.</summary>
    public string LastLines
    {
        get
        {
            lock (_lock)
            {
                return _last.Count > 0 ? string.Join(" | ", _last) : "it wrote nothing";
            }
        }
    }

    /// <param name="line">Null at the end.</param>
    public void Write(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_lock)
        {
            _file.WriteLine(line);
            _last.Enqueue(line.Trim());
            if (_last.Count > LinesShown)
            {
                _last.Dequeue();
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
