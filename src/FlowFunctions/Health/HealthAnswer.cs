using FlowFunctions.Http;

namespace FlowFunctions.Health;

/// <summary>The checks as an answer: 200 where all pass, else 503 that names those that do not.</summary>
internal static class HealthAnswer
{
    public static ApiResult Of(IReadOnlyList<CheckReading> checks)
    {
        var failing = checks.Where(check => check.Problem is not null).ToList();
        var all = checks.Select(CheckResource.Of).ToList();
        return failing.Count == 0
            ? ApiResult.Ok("health", "ready").With("checks", all)
            : throw ApiError.Unavailable($"Not ready: {string.Join(' ', failing.Select(check => $"{check.Name} since {check.Since:u}: {check.Problem}"))}").With("checks", all);
    }
}
