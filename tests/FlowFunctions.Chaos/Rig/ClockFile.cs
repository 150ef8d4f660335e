using System.Globalization;

namespace FlowFunctions.Chaos.Rig;

/// <summary>The file by which the trial tells all hosts how wrong the clock is by which schedules come due.</summary>
/// <param name="path">Of the file; where there is none, the clock is right.</param>
internal sealed class ClockFile(string path)
{
    /// <summary>Names the file, in the environment of a host.</summary>
    public const string Variable = "CHAOS_SCHEDULES_CLOCK";

    public string Path => path;

    /// <summary>Added to the machine's time; negative where the clock is late.</summary>
    public TimeSpan Offset
    {
        get => File.Exists(path) ? new(long.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture)) : TimeSpan.Zero;
        set
        {
            // Moved into its place, so that nobody reads half of it.
            var next = path + ".next";
            File.WriteAllText(next, value.Ticks.ToString(CultureInfo.InvariantCulture));
            File.Move(next, path, overwrite: true);
        }
    }
}
