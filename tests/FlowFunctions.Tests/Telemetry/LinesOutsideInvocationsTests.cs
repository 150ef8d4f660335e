using FlowFunctions.Telemetry;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace FlowFunctions.Tests.Telemetry;

public sealed class LinesOutsideInvocationsTests
{
    private readonly FakeLogCollector _sent = new();

    [Fact]
    public void Warnings_outside_of_invocations_are_sent()
    {
        using var loggers = Loggers();

        loggers.CreateLogger("Storage").LogWarning("Storage is away.");

        var line = Assert.Single(_sent.GetSnapshot());
        Assert.Equal(("Storage", LogLevel.Warning, "Storage is away."), (line.Category, line.Level, line.Message));
    }

    [Fact]
    public void What_is_no_warning_is_not_sent()
    {
        using var loggers = Loggers();

        loggers.CreateLogger("Storage").LogInformation("Storage is ready.");

        Assert.Equal(0, _sent.Count);
    }

    // The scope as the worker's FunctionsApplication makes it: a list of attributes.
    [Fact]
    public void Lines_of_an_invocation_are_left_to_the_host()
    {
        using var loggers = Loggers();
        var logger = loggers.CreateLogger("Runs");

        using (loggers.CreateLogger("Worker").BeginScope(new List<KeyValuePair<string, object>> { new("AzureFunctions_InvocationId", "an id") }))
        using (logger.BeginScope("of a step"))
        {
            logger.LogError("In an invocation.");
        }

        logger.LogError("After it.");
        Assert.Equal("After it.", Assert.Single(_sent.GetSnapshot()).Message);
    }

    private ILoggerFactory Loggers() => LoggerFactory.Create(logging =>
        logging.AddProvider(new LinesOutsideInvocations(LoggerFactory.Create(inner => inner.AddProvider(new FakeLoggerProvider(_sent))))));

    /// <summary>With the worker's own scope, and the exporter's own sender.</summary>
    [Needs(Need.App)]
    [Collection(nameof(Exporting))]
    public sealed class InTheApp(AzuriteFixture azurite)
    {
        [Fact]
        public async Task Application_insights_gets_hosted_services_warnings_and_none_of_a_failed_run()
        {
            await using var insights = await IngestionEndpoint.StartAsync();
            await using var endpoint = await ScriptedEndpoint.StartAsync();
            endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 400));
            await using var app = await ServedApp.StartAsync(azurite.NewAccount(), new()
            {
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={insights.Url}/",
                ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            });
            var flow = await app.CreateFlowAsync(new StepOf("one", endpoint.Url + "/one"), new StepOf("two", endpoint.Url + "/two"));

            var run = await app.StartRunAsync(flow);
            await Wait.For(() => app.GetAsync($"2/0/integrationflows/{flow}/runs/{run}"), answer => answer["run"]!["endDate"] is not null);
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("A hosted service").LogWarning("A line outside of invocations.");

            await Wait.Until(() => insights.Taken.Any(sent => sent.Contains("A line outside of invocations.", StringComparison.Ordinal)), describe: () => string.Join('\n', insights.Taken));

            // The end of the run is a warning of an activity, and was logged before.
            Assert.DoesNotContain(insights.Taken, sent => sent.Contains("ended as failure", StringComparison.Ordinal));
        }
    }
}
