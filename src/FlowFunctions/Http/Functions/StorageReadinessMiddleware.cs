using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FlowFunctions.Http;

/// <summary>Holds requests until the tables are made, as <see cref="StorageStart"/> does.</summary>
internal sealed class StorageReadinessMiddleware(StorageStart storage) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (HttpFunctions.All.GetValueOrDefault(context.FunctionDefinition.Name) is not { NeedsStorage: false })
        {
            await storage.WaitAsync(context.CancellationToken);
        }

        await next(context);
    }
}
