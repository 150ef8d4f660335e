namespace AnaplanSimulator.Tasks;

/// <summary>How far one action of a task is. Written by the work, read by whoever asks.</summary>
internal sealed class WorkProgress(Action<string, double> report)
{
    private string _step = "";

    public void Step(string step)
    {
        _step = step;
        report(step, 0);
    }

    public void Report(long done, long total) => report(_step, total == 0 ? 1 : (double)done / total);
}
