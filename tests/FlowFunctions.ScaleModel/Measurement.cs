using System.Text.Json;

namespace FlowFunctions.ScaleModel;

/// <summary>
/// What the app's own tables were asked for in a run: a part for the run, a part for each of its steps, and how much of the latter goes to the one partition of
/// integrations. Counted by measure.py, on the embedded runtime.
/// </summary>
internal sealed record Measurement(double PerRun, double PerStep, double BusiestPartitionPerStep)
{
    /// <summary>Tables of the embedded runtime's task hub: on Azure there are others in their place.</summary>
    private const string HubPrefix = "FlowFunctions";

    /// <summary>All of its rows are in one partition, and each step of each run reads and writes there.</summary>
    private const string BusiestTable = "Integrations";

    public static Measurement Read()
    {
        using var file = typeof(Measurement).Assembly.GetManifestResourceStream("measured.json")!;
        return Of(JsonDocument.Parse(file).RootElement);
    }

    /// <summary>The line through the shortest and the longest flow that were measured.</summary>
    public static Measurement Of(JsonElement measured)
    {
        var runs = measured.GetProperty("runs").EnumerateArray().OrderBy(Steps).ToList();
        var (first, last) = (runs[0], runs[^1]);
        var steps = Steps(last) - Steps(first);
        var perStep = (Requests(last, OfApp) - Requests(first, OfApp)) / steps;
        return new(
            Requests(first, OfApp) - (perStep * Steps(first)),
            perStep,
            (Requests(last, OfBusiestTable) - Requests(first, OfBusiestTable)) / steps);
    }

    public double Of(double steps) => PerRun + (PerStep * steps);

    private static double Steps(JsonElement run) => run.GetProperty("steps").GetDouble();

    private static double Requests(JsonElement run, Func<string, bool> counts) =>
        run.GetProperty("requests").EnumerateObject().Where(requests => counts(requests.Name.Split('/')[1])).Sum(requests => requests.Value.GetDouble());

    private static bool OfApp(string table) => !table.StartsWith(HubPrefix, StringComparison.OrdinalIgnoreCase);

    private static bool OfBusiestTable(string table) => table == BusiestTable;
}
