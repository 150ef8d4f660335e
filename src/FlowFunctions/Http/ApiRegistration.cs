using FlowFunctions.Security;
using FlowFunctions.Settings;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Http;

internal static class ApiRegistration
{
    /// <summary>What every HTTP function has around it, outermost first. Other functions are left alone.</summary>
    public static FunctionsApplicationBuilder UseApi(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<InstallationOptions>(InstallationOptions.Section);
        builder.Services.AddSingleton<IdempotencyStore>();
        builder.Services.AddSingleton<IdempotencyPurge>();
        builder.Services.AddSingleton<StorageStart>();
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<SessionPurge>();
        builder.Services.AddSingleton(services => new Sessions(
            services.GetRequiredService<KeyRing>(), services.GetRequiredService<SessionStore>(), services.GetRequiredService<ILogger<Sessions>>()));
        builder.UseWhen<ApiErrorMiddleware>(IsHttp);
        builder.UseWhen<AuthenticationMiddleware>(IsHttp);
        builder.UseWhen<NamingMiddleware>(IsHttp);
        builder.UseWhen<StorageReadinessMiddleware>(IsHttp);
        builder.UseWhen<IdempotencyMiddleware>(IsHttp);
        return builder;
    }

    private static bool IsHttp(FunctionContext context) => context.GetHttpContext() is not null;
}
