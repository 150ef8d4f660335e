using System.Collections.Frozen;
using FlowFunctions.Health;
using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FlowFunctions.Api;

/// <summary>Lets requests that come while the tables are being made wait a moment, and answers 503 where it takes longer.</summary>
internal sealed class StorageReadinessMiddleware(StorageReadiness readiness, TimeProvider time) : IFunctionsWorkerMiddleware
{
    /// <summary>Making the tables takes well under a second where the account answers; longer means that it does not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>They do without it, or say themselves that it is not there.</summary>
    private static readonly FrozenSet<string> NeedNoStorage =
        FrozenSet.Create(StringComparer.Ordinal, HealthEndpoints.HealthName, HealthEndpoints.ReadinessName, HealthEndpoints.LivenessName, VersionFunction.Name);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (NeedNoStorage.Contains(context.FunctionDefinition.Name) || await IsReadySoonAsync(context.CancellationToken))
        {
            await next(context);
            return;
        }

        context.GetInvocationResult().Value = ApiError.Unavailable("The service is starting: it waits for its storage.");
    }

    private async Task<bool> IsReadySoonAsync(CancellationToken cancellationToken)
    {
        try
        {
            await readiness.WhenReadyAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
