using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>The web application below an embedded host: Kestrel, routing and the settings of local tooling, and nothing else of ASP.NET Core's defaults.</summary>
internal static class WebHostSetup
{
    // The Functions host's limit, 100 MB: https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#limits
    private const long MaxRequestBodySize = 104_857_600;

    public static WebApplicationBuilder CreateBuilder(HostSettings settings)
    {
        var environment = EnvironmentName();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = settings.FunctionAssemblies is [var application, ..] ? application.GetName().Name : null,
            ContentRootPath = settings.ContentRoot,
            EnvironmentName = environment,
        });
        HostConfiguration.AddTo(builder.Configuration, settings, environment);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;
        });
        builder.WebHost.UseUrls(HostConfiguration.Urls(builder.Configuration));
        builder.Services.AddRouting();
        builder.Services.AddSingleton(settings);
        HostServices.AddDefaults(builder.Services);
        if (builder.Configuration.GetValue<bool>(StandardInputWatch.SettingName))
        {
            builder.Services.AddHostedService(StandardInputWatch.OfConsole);
        }

        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        return builder;
    }

    // As Core Tools: a local run is a development run unless it says otherwise.
    private static string EnvironmentName() =>
        Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? "Development";
}
