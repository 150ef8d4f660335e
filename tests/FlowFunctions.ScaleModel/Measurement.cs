using System.Text.Json;

namespace FlowFunctions.ScaleModel;

/// <summary>
/// What the app's own tables were asked for in a run: a part for the run, and a part for each of its steps. Counted by the benchmarks: <c>cost</c>.
/// </summary>
internal sealed record Measurement(double PerRun, double PerStep)
{
    /// <summary>Tables of the task hub, which the model computes from its source.</summary>
    private const string HubPrefix = "FlowFunctions";

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
        return new(Requests(first, OfApp) - (perStep * Steps(first)), perStep);
    }

    public double Of(double steps) => PerRun + (PerStep * steps);

    private static double Steps(JsonElement run) => run.GetProperty("steps").GetDouble();

    private static double Requests(JsonElement run, Func<string, bool> counts) =>
        run.GetProperty("requests").EnumerateObject().Where(requests => counts(requests.Name.Split('/')[1])).Sum(requests => requests.Value.GetDouble());

    private static bool OfApp(string table) => !table.StartsWith(HubPrefix, StringComparison.OrdinalIgnoreCase);
}
