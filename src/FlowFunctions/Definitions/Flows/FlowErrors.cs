using FlowFunctions.Http;

namespace FlowFunctions.Definitions;

internal static class FlowErrors
{
    public static ApiException NotFound(string id) => ApiError.NotFound($"No flow has the id '{id}'.");

    public static ApiException NameTaken(string name) => ApiError.Conflict($"Another flow is named '{name}'; names are compared without regard to case.");

    public static ApiException Running(string runId) => ApiError.Conflict($"The flow is running: run {runId}.");

    public static ApiException StepRunning(string name, string runId) => ApiError.Conflict($"The flow's step '{name}' is running: run {runId}.");
}
