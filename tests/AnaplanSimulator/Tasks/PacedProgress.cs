namespace AnaplanSimulator.Tasks;

/// <summary>The progress of one action of a task: as far as its work and its time are both gone.</summary>
internal sealed class PacedProgress
{
    // Often enough for someone who watches; a clock that tests turn is asked once.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    private readonly ModelTask _task;
    private readonly int _index;
    private readonly int _count;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly long _since;
    private string _step = "";

    public PacedProgress(ModelTask task, int index, int count, TimeSpan duration, TimeProvider time)
    {
        (_task, _index, _count, _duration, _time) = (task, index, count, duration, time);
        _since = time.GetTimestamp();
        Work = new WorkProgress(Report);
    }

    public WorkProgress Work { get; }

    /// <summary>After the work, until the action's time is over.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Report(_step, 1);
        while (_duration - _time.GetElapsedTime(_since) is { } left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < Beat ? left : Beat, _time, cancellationToken);
            Report(_step, 1);
        }
    }

    private void Report(string step, double work)
    {
        _step = step;
        var paced = _duration > TimeSpan.Zero ? Math.Min(work, _time.GetElapsedTime(_since) / _duration) : work;
        _task.Report(step, (_index + paced) / _count);
    }
}
