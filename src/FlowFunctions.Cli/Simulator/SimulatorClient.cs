using System.Net.Http.Json;
using System.Text.Json;

namespace FlowFunctions.Cli.Simulator;

/// <summary>Asks the simulator itself, past the app, what it was asked to do.</summary>
/// <param name="http">Its base address is the simulator's. Owned by the caller.</param>
internal sealed class SimulatorClient(HttpClient http)
{
    /// <summary>The tasks that were asked for from <paramref name="since"/> on, oldest first.</summary>
    public async Task<IReadOnlyList<ModelTask>> ReadTasksAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            var state = await http.GetFromJsonAsync(new Uri("_control/state", UriKind.Relative), SimulatorJson.Default.SimulatorState, cancellationToken);
            return
            [
                .. state!.Models
                    .SelectMany(model => model.Tasks)
                    .Select(line => new ModelTask(line.Name, line.Task.TaskState, line.Task.CreationTime))
                    .Where(task => task.CreationTime >= since)
                    .OrderBy(task => task.CreationTime),
            ];
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException)
        {
            throw new FlowsException($"The Anaplan simulator does not tell its tasks: {problem.Message}", "Build the tool again: dotnet build src/FlowFunctions.Cli", problem);
        }
    }
}
