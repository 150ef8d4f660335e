using FlowFunctions.Http;

namespace FlowFunctions.Definitions;

internal static class FlowErrors
{
    public static ApiResult NotFound(string id) => ApiError.NotFound($"No flow has the id '{id}'.");

    public static ApiResult NameTaken(string name) => ApiError.Conflict($"Another flow is named '{name}'; names are compared without regard to case.");

    public static ApiResult Running(string runId) => ApiError.Conflict($"The flow is running: run {runId}.");

    public static ApiResult StepRunning(string name, string runId) => ApiError.Conflict($"The flow's step '{name}' is running: run {runId}.");
}
