using System.Net.Http.Json;
using Microsoft.Azure.Functions.Worker;

namespace BareDurableApp;

/// <summary>Posts to the address; an answer that is no success is the activity's failure.</summary>
public sealed class CallEndpoint(IHttpClientFactory clients, Rows rows)
{
    [Function(nameof(CallEndpoint))]
    public async Task RunAsync([ActivityTrigger] EndpointCall call, CancellationToken cancellationToken)
    {
        if (call.IsRecorded)
        {
            await rows.CallAsync(call.RunId, call.Step, cancellationToken);
        }

        using var client = clients.CreateClient();
        using var answer = await client.PostAsJsonAsync(
            new Uri(call.Address), new { runId = call.RunId, referrer = call.Step, operationId = $"{call.RunId}-{call.Step}" }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
