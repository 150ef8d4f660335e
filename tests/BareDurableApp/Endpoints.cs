using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BareDurableApp;

/// <summary>Starts diamonds and tells how they stand, under the paths at which the benchmarks look for an application. Anybody may: it is for a machine's loopback alone.</summary>
public sealed class Endpoints(Rows rows)
{
    [Function("Health")]
    public IResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "2/0/health")] HttpRequest request) => Results.Ok(request.Path.Value);

    /// <summary>The query's <c>address</c> is what the diamond calls; with <c>recorded=true</c> it writes rows as it goes.</summary>
    [Function("Start")]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "2/0/diamonds")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var order = new DiamondOrder(request.Query["address"].ToString(), request.Query["recorded"] == "true");
        var run = Guid.NewGuid().ToString("N");
        if (order.IsRecorded)
        {
            await rows.StartAsync(run, cancellationToken);
        }

        return Results.Ok(await client.ScheduleNewOrchestrationInstanceAsync(nameof(Diamond), order, new(run), cancellationToken));
    }

    /// <summary>Whether the diamond has ended well; 404 where there is none.</summary>
    [Function("Status")]
    public async Task<IResult> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "2/0/diamonds/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(id, cancellationToken) is { } instance
            ? Results.Ok(instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed)
            : Results.NotFound(request.Path.Value);
}
