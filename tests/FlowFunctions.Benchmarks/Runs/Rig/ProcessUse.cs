using System.Diagnostics;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>What processes have used so far, all together.</summary>
/// <param name="Memory">Resident now, in bytes; what they share is counted for each.</param>
/// <param name="Processor">Of all cores, in user and system mode.</param>
internal sealed record ProcessUse(long Memory, TimeSpan Processor)
{
    public double Megabytes => Memory / 1e6;

    public static ProcessUse Of(IEnumerable<int> processIds)
    {
        var sum = new ProcessUse(0, TimeSpan.Zero);
        foreach (var id in processIds)
        {
            using var process = Process.GetProcessById(id);
            sum = new(sum.Memory + process.WorkingSet64, sum.Processor + process.TotalProcessorTime);
        }

        return sum;
    }
}
