using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FlowFunctions.Embedded.Hosting.Http;

/// <summary>What ConfigureFunctionsWebApplication turns on.</summary>
internal static class AspNetCoreIntegration
{
    public static bool IsAddedTo(IServiceCollection services) =>
        services.Any(service => service.ServiceType == typeof(HttpResultMiddleware));

    public static void AddTo(FunctionsApplicationBuilder builder)
    {
        if (IsAddedTo(builder.Services))
        {
            return;
        }

        builder.Services.TryAddSingleton<HttpResultMiddleware>();
        builder.Services.AddMvcCore();
        builder.Use(next => context =>
            context.GetHttpContext() is { } http
                ? context.InstanceServices.GetRequiredService<HttpResultMiddleware>().InvokeAsync(context, http, next)
                : next(context));
    }
}
