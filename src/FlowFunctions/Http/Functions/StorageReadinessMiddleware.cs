using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Http;

/// <summary>Lets requests that come while the tables are being made wait a moment, and answers 503 where it takes longer.</summary>
internal sealed class StorageReadinessMiddleware(StorageReadiness readiness, IOptions<StorageOptions> storage, TimeProvider time) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (HttpFunctions.All.GetValueOrDefault(context.FunctionDefinition.Name) is not { NeedsStorage: false })
        {
            await WaitAsync(context.CancellationToken);
        }

        await next(context);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await readiness.WhenReadyAsync(cancellationToken).WaitAsync(storage.Value.StorageTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw ApiError.Unavailable("The service is starting: it waits for its storage.");
        }
    }
}
