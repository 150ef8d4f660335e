using Microsoft.DurableTask.Protobuf;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>A turn of an orchestrator.</summary>
/// <param name="PastEvents">How many events of the history it replayed.</param>
/// <param name="NewEvents">How many then were new.</param>
/// <param name="Actions">What it asked for.</param>
internal sealed record GoldenTurn(int PastEvents, int NewEvents, IReadOnlyList<OrchestratorAction> Actions);
