using FlowFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Health;

/// <summary>Whether the process lives and whether the service can do its work, for probes: the calls that need no key, and wait for nothing but what they check.</summary>
public sealed class HealthEndpoints(ServiceHealth health)
{
    public const string HealthName = "GetHealth";
    public const string ReadinessName = "GetReadiness";
    public const string LivenessName = "GetLiveness";

    private const string Path = "2/0/health";

    /// <summary>The same as readiness, at the address that the original service has.</summary>
    [Function(HealthName)]
    [TakesAnybody]
    [NeedsNoStorage]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Path)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        AnswerAsync(client, cancellationToken);

    [Function(ReadinessName)]
    [TakesAnybody]
    [NeedsNoStorage]
    public Task<IResult> GetReadinessAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Path + "/ready")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        AnswerAsync(client, cancellationToken);

    /// <summary>Does no I/O: an account that is away is no reason to restart the process.</summary>
    [Function(LivenessName)]
    [TakesAnybody]
    [NeedsNoStorage]
    public static Task<IResult> GetLivenessAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Path + "/live")] HttpRequest request) =>
        Task.FromResult<IResult>(ApiResult.Ok("health", "live"));

    /// <exception cref="ApiException">503 that names the checks which do not pass.</exception>
    private async Task<IResult> AnswerAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var checks = await health.ReadAsync(client, cancellationToken);
        var all = checks.Select(CheckResource.Of).ToList();
        var failing = checks.Where(check => check.Problem is not null).Select(check => $"{check.Name} since {check.Since:u}: {check.Problem}").ToList();
        return failing.Count == 0
            ? ApiResult.Ok("health", "ready").With("checks", all)
            : throw ApiError.Unavailable($"Not ready: {string.Join(' ', failing)}").With("checks", all);
    }
}
