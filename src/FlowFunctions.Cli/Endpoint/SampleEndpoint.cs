using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Cli.Endpoint;

/// <summary>The HTTP endpoint that runs steps of the sample flow, on a free port of loopback for as long as it is not disposed.</summary>
internal sealed class SampleEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SampleEndpoint(WebApplication app, string secret)
    {
        _app = app;
        Secret = secret;
    }

    /// <summary>Signs the calls that the endpoint accepts; known to it and to the app only, and new each time.</summary>
    public string Secret { get; }

    /// <summary>Without a slash at its end.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>Starts to listen. A <paramref name="speed"/> of 2 does the work in half the time.</summary>
    public static async Task<SampleEndpoint> StartAsync(double speed, TimeProvider time, CancellationToken cancellationToken)
    {
        // The empty builder reads no settings of the folder or the environment that are meant for another server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, EndpointJson.Default));

        var app = builder.Build();
        var secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
        app.Use((context, next) => new SignedCallsOnly(new CallSignature(secret, time)).InvokeAsync(context, next));
        app.UseRouting();
        new StepRoutes(StepScript.Samples, speed, time).Map(app);
        await app.StartAsync(cancellationToken);
        return new SampleEndpoint(app, secret);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
