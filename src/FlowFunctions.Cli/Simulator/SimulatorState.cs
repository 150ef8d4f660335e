using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Cli.Simulator;

/// <summary>What the tool reads of the simulator's state: the latest fifty tasks of each model, newest first.</summary>
internal sealed record SimulatorState(IReadOnlyList<SimulatorState.ModelState> Models)
{
    public sealed record ModelState(IReadOnlyList<TaskLine> Tasks);

    public sealed record TaskLine(string Name, TaskFacts Task);

    public sealed record TaskFacts(string TaskState, DateTimeOffset CreationTime);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SimulatorState))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
