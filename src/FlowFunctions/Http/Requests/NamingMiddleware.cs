using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FlowFunctions.Http;

/// <summary>
/// Refuses a <c>?naming=</c> that is not known: a caller who misspells it would otherwise get an answer in which none of the names is there that it looks for.
/// </summary>
internal sealed class NamingMiddleware : IFunctionsWorkerMiddleware
{
    public const string ParameterName = "naming";
    public const string SnakeCase = "snake_case";
    public const string CamelCase = "camelCase";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var naming = context.GetHttpContext()!.Request.Query[ParameterName];
        if (naming is not ([] or [SnakeCase or CamelCase]))
        {
            throw ApiError.Invalid(ParameterName, $"Must be '{SnakeCase}' or '{CamelCase}', once, but is '{naming}'.");
        }

        await next(context);
    }
}
