using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Api;

/// <summary>Whether the service can do its work. The one call that needs no key.</summary>
public sealed class HealthFunction(StorageTables tables, TimeProvider time)
{
    public const string Name = "GetHealth";

    /// <summary>Less than the usual probe waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Function(Name)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "2/0/health")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await tables.Flows.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>("health", "probe", cancellationToken: both.Token);
            return ApiResult.Ok("health", "ready");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return ApiError.Unavailable($"Storage did not answer within {Patience.TotalSeconds} seconds.");
        }
    }
}
