using System.Diagnostics;
using System.Net;
using FlowFunctions.Outgoing;
using FlowFunctions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>How endpoints and webhooks are called: what a handler does by itself would get around the rules of an exchange.</summary>
public sealed class OutgoingRegistrationTests
{
    [Fact]
    public async Task Handler_follows_decompresses_keeps_and_goes_round_nothing_by_itself()
    {
        await using var services = Services();
        using var handler = Handlers(services).OfType<SocketsHttpHandler>().Single();

        Assert.Equal((false, DecompressionMethods.None, false, false), (handler.AllowAutoRedirect, handler.AutomaticDecompression, handler.UseCookies, handler.UseProxy));
        Assert.Equal((TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), 32), (handler.ConnectTimeout, handler.PooledConnectionLifetime, handler.MaxResponseHeadersLength));
        Assert.Same(services.GetRequiredService<ConnectionGuard>(), handler.ConnectCallback?.Target);
    }

    [Fact]
    public async Task Time_of_an_exchange_is_its_own_and_nothing_logs_its_address()
    {
        await using var services = Services();
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(EndpointExchange.ClientName);

        Assert.Equal(Timeout.InfiniteTimeSpan, client.Timeout);
        Assert.DoesNotContain(Handlers(services), handler => handler.GetType().Name.Contains("Logging", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ids_of_the_trace_go_along_where_the_settings_say_so(bool areSent)
    {
        await using var services = Services(areSent);
        using var activity = new Activity("step").SetIdFormat(ActivityIdFormat.W3C).Start();
        var sent = new List<string>();

        Handlers(services).OfType<SocketsHttpHandler>().Single().ActivityHeadersPropagator!.Inject(activity, null, (_, name, _) => sent.Add(name));

        Assert.Equal(areSent, sent.Contains("traceparent"));
    }

    [Fact]
    public async Task Each_part_is_there_once_for_all()
    {
        await using var services = Services();

        Assert.Same(services.GetRequiredService<ConnectionGuard>(), services.GetRequiredService<ConnectionGuard>());
        Assert.Same(services.GetRequiredService<EndpointExchange>(), services.GetRequiredService<EndpointExchange>());
    }

    private static ServiceProvider Services(bool propagatesToEndpoints = true) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" })
        .AddSingleton(TimeProvider.System)
        .AddLogging()
        .Configure<TelemetryOptions>(options => options.PropagateToEndpoints = propagatesToEndpoints)
        .AddOutgoing()
        .BuildServiceProvider();

    private static IEnumerable<HttpMessageHandler> Handlers(ServiceProvider services)
    {
        var handler = services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(EndpointExchange.ClientName);
        for (var at = handler; at is not null; at = (at as DelegatingHandler)?.InnerHandler)
        {
            yield return at;
        }
    }
}
