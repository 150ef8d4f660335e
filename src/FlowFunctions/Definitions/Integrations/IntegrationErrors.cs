using FlowFunctions.Http;

namespace FlowFunctions.Definitions;

internal static class IntegrationErrors
{
    private const int MaximumNamed = 10;

    public static ApiResult NotFound(string id) => ApiError.NotFound($"No integration has the id '{id}'.");

    public static ApiResult NameTaken(string name) =>
        ApiError.Conflict($"Another integration is named '{name}'; names are compared without regard to case.");

    public static ApiResult Running(string runId) => ApiError.Conflict($"The integration is running: run {runId}.");

    /// <param name="flowNames">At least one; the first ten are named.</param>
    public static ApiResult InUse(IReadOnlyList<string> flowNames)
    {
        var named = string.Join(", ", flowNames.Take(MaximumNamed).Select(name => $"'{name}'"));
        var more = flowNames.Count > MaximumNamed ? $" and {flowNames.Count - MaximumNamed} more" : "";
        return ApiError.Conflict($"The integration is used by {(flowNames.Count == 1 ? "the flow" : "the flows")} {named}{more}.");
    }
}
