using FlowFunctions.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Tests.Settings;

/// <summary>What the application says of its settings wherever it runs, on Azure too, where app settings are environment variables.</summary>
public sealed class UnknownSettingsNoticeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Flows:NoSuch", "Flows:NoSuch is no setting of this application and has no effect; Flows has Environment, InlineWait, MaxParallelSteps, MaxRunDuration, Name, StoragePrefix, StorageTimeout, TaskHub, WakeAfter.")]
    [InlineData("Flows:MaxParalelSteps", "Flows:MaxParalelSteps is no setting of this application and has no effect; did you mean Flows:MaxParallelSteps?")]
    [InlineData("Targets:Anaplan:Pasword", "Targets:Anaplan:Pasword is no setting of this application and has no effect; did you mean Targets:Anaplan:Password?")]
    [InlineData("Security:Keys:0:Hsh", "Security:Keys:0:Hsh is no setting of this application and has no effect; did you mean Security:Keys:0:Hash?")]
    [InlineData("Notifications:Smtp:Hots", "Notifications:Smtp:Hots is no setting of this application and has no effect; did you mean Notifications:Smtp:Host?")]
    [InlineData("Secruity:Keys:0:Name", "Secruity:Keys:0:Name is no setting of this application and has no effect; did you mean the section Security?")]
    [InlineData("Security:Keys", "Security:Keys has no effect: it takes no value of its own, but names below it.")]
    public async Task Setting_that_nothing_reads_is_warned_of_with_the_nearest_known_one_and_without_its_value(string key, string warning)
    {
        var (level, message) = Assert.Single(await StartAsync((key, "s3cret")));

        Assert.Equal((LogLevel.Warning, warning), (level, message));
    }

    [Theory]
    [InlineData("Flows:TaskHub")]
    [InlineData("Targets:Secrets:any")]
    [InlineData("Security:Keys:nightly:Role")]
    [InlineData("AzureWebJobsStorage")]
    [InlineData("WEBSITE_INSTANCE_ID")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("Functions:Worker:HostEndpoint")]
    [InlineData("HOST")]
    [InlineData("Host:WorkerStartsWithin")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections")]
    public async Task Setting_that_is_known_or_somebody_else_s_is_not_warned_of(string key) => Assert.Empty(await StartAsync((key, "1")));

    [Fact]
    public async Task Host_that_has_told_of_them_leaves_nothing_to_say() =>
        Assert.Empty(await StartAsync(("Flows:NoSuch", "1"), (UnknownSettingsNotice.ToldSetting, "1")));

    [Fact]
    public void Application_says_it_at_its_start()
    {
        var services = new ServiceCollection().AddSettingsChecks();

        Assert.Contains(services, service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(UnknownSettingsNotice));
    }

    [Fact]
    public void Environment_variables_are_settings()
    {
        const string Variable = "Flows__NoSuchForTests";
        Environment.SetEnvironmentVariable(Variable, "1");
        try
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();

            Assert.Contains(
                KnownSettings.Application.UnknownIn(configuration, key => key),
                warning => warning.StartsWith("Flows:NoSuchForTests is no setting", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    private static async Task<IReadOnlyList<(LogLevel Level, string Message)>> StartAsync(params (string Key, string Value)[] settings)
    {
        var log = new Lines();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();

        await new UnknownSettingsNotice(configuration, log).StartAsync(Cancel);

        return log.Written;
    }

    private sealed class Lines : ILogger<UnknownSettingsNotice>
    {
        public List<(LogLevel Level, string Message)> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add((logLevel, formatter(state, exception)));
    }
}
