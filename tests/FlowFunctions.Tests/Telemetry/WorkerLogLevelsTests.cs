using FlowFunctions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace FlowFunctions.Tests.Telemetry;

public sealed class WorkerLogLevelsTests
{
    [Theory]
    [InlineData("Polly", LogLevel.Information, false)]
    [InlineData("System.Net.Http.HttpClient.targets.LogicalHandler", LogLevel.Information, false)]
    [InlineData("Azure.Core", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, false)]
    [InlineData("Polly", LogLevel.Warning, true)]
    [InlineData("FlowFunctions.Runs.RunRecorder", LogLevel.Information, true)]
    public void Others_are_heard_from_warnings_on(string category, LogLevel level, bool isHeard) => Assert.Equal(isHeard, Logger(category).IsEnabled(level));

    [Theory]
    [InlineData("Logging:LogLevel:Polly", "Polly")]
    [InlineData("Logging:LogLevel:Azure.Core", "Azure.Core")]
    public void Settings_come_before_them(string setting, string category) => Assert.True(Logger(category, setting).IsEnabled(LogLevel.Debug));

    private static ILogger Logger(string category, string? turnedUp = null)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("Logging:LogLevel:Default", "Information"), .. turnedUp is null ? [] : new[] { KeyValuePair.Create(turnedUp, (string?)"Debug") }]);
        WorkerLogLevels.AddTo(configuration);
        return LoggerFactory.Create(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddProvider(new FakeLoggerProvider())).CreateLogger(category);
    }
}
