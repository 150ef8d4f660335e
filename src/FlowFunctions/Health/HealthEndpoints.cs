using FlowFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Health;

/// <summary>Whether the process lives and whether the service can do its work, for probes: the calls that need no key, and wait for nothing but what they check.</summary>
[Tags("Service")]
public sealed class HealthEndpoints(ServiceHealth health, RepairCounts repairs)
{
    public const string HealthName = "GetHealth";
    public const string ReadinessName = "GetReadiness";
    public const string LivenessName = "GetLiveness";

    private const string Path = "2/0/health";

    /// <summary>Say whether the service can do its work</summary>
    /// <remarks>The same as `/2/0/health/ready`. Needs no key.</remarks>
    /// <response code="200">It can.</response>
    [Function(HealthName)]
    [TakesAnybody]
    [BeyondCloudWorks]
    [NeedsNoStorage]
    [Answers<string>("health", Description = "Always the same.", Only = "ready")]
    [Answers<IReadOnlyList<CheckResource>>("checks", Description = "Each thing that was checked.", Minimum = 1)]
    [Answers<IReadOnlyList<RepairResource>>("repairs", Description = "What had to be repaired; empty where nothing had.")]
    [Unavailable("NotReady", "It cannot; come back after `Retry-After`.")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Path)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        AnswerAsync(client, cancellationToken);

    /// <summary>Check storage and task hub</summary>
    /// <remarks>
    /// Tables, queues, blobs and the task hub, all at the same time, each within a second; a reading is given out for a second.
    /// Needs no key.
    /// </remarks>
    /// <response code="200">It can.</response>
    [Function(ReadinessName)]
    [TakesAnybody]
    [BeyondCloudWorks]
    [NeedsNoStorage]
    [Answers<string>("health", Description = "Always the same.", Only = "ready")]
    [Answers<IReadOnlyList<CheckResource>>("checks", Description = "Each thing that was checked.", Minimum = 1)]
    [Answers<IReadOnlyList<RepairResource>>("repairs", Description = "What had to be repaired; empty where nothing had.")]
    [Unavailable("NotReady", "It cannot; come back after `Retry-After`.")]
    public Task<IResult> GetReadinessAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Path + "/ready")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        AnswerAsync(client, cancellationToken);

    /// <summary>Say that the process answers</summary>
    /// <remarks>Checks nothing else. Needs no key.</remarks>
    /// <response code="200">It does.</response>
    // Does no I/O: an account that is away is no reason to restart the process.
    [Function(LivenessName)]
    [TakesAnybody]
    [BeyondCloudWorks]
    [NeedsNoStorage]
    [Answers<string>("health", Description = "Always the same.", Only = "live")]
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
            ? ApiResult.Ok("health", "ready").With("checks", all).With("repairs", repairs.Totals.Select(total => new RepairResource(total.Key, total.Value)).ToList())
            : throw ApiError.Unavailable($"Not ready: {string.Join(' ', failing)}").With("checks", all);
    }
}
