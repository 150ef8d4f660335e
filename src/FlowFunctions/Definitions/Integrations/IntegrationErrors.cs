using FlowFunctions.Http;

namespace FlowFunctions.Definitions;

internal static class IntegrationErrors
{
    private const int MaximumNamed = 10;

    public static ApiException NotFound(string id) => ApiError.NotFound($"No integration has the id '{id}'.");

    public static ApiException NameTaken(string name) =>
        ApiError.Conflict($"Another integration is named '{name}'; names are compared without regard to case.");

    public static ApiException SecretLost() =>
        ApiError.Conflict("The stored secrets of the endpoint cannot be read, so that a part of them cannot be changed: give the values of all of them.");

    public static ApiException Running(string runId) => ApiError.Conflict($"The integration is running: run {runId}.");

    /// <param name="flows">At least one, names by id; the first ten are named.</param>
    public static ApiException InUse(IReadOnlyList<KeyValuePair<string, string>> flows)
    {
        var named = string.Join(", ", flows.Take(MaximumNamed).Select(flow => $"'{flow.Value}'"));
        var more = flows.Count > MaximumNamed ? $" and {flows.Count - MaximumNamed} more" : "";
        return ApiError.Conflict($"The integration is used by {(flows.Count == 1 ? "the flow" : "the flows")} {named}{more}.");
    }
}
