using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>Answers as a deployed app does: health as told, the version to whoever has a key.</summary>
internal sealed class DeployedApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;

    private DeployedApp(int[] health, int versionWithoutKey)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/2/0/health", () => Results.Text("""{"checks":{"tables":"away"}}""", statusCode: health[Math.Min(Interlocked.Increment(ref _asked), health.Length) - 1]));
        _app.MapGet("/2/0/version", (HttpRequest request) =>
            request.Headers["x-functions-key"] == "viewers-key" ? Results.Text("""{"version":{"product":"1.2.3"}}""") : Results.StatusCode(versionWithoutKey));
    }

    public string Address => _app.Urls.Single();

    public static async Task<DeployedApp> StartAsync(int[]? health = null, int versionWithoutKey = StatusCodes.Status401Unauthorized)
    {
        var app = new DeployedApp(health ?? [StatusCodes.Status200OK], versionWithoutKey);
        await app._app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
