using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Infra.Tests;

public class HostJsonTests
{
    public static TheoryData<string> Properties => [.. Leaves(JsonDocument.Parse(Infra.Read("host.json")).RootElement, "")];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Value_has_its_reason_in_the_documentation(string property) =>
        Assert.Contains($"| `{property}`", Infra.Read("infra/docs/host-json.md"), StringComparison.Ordinal);

    // Each rule as the extension's source has it: outside, the Functions host does not start.
    [Fact]
    public void Durable_values_are_in_the_extensions_ranges()
    {
        var durable = JsonDocument.Parse(Infra.Read("host.json")).RootElement.GetProperty("extensions").GetProperty("durableTask");
        var provider = durable.GetProperty("storageProvider");

        Assert.Matches("^[a-zA-Z][a-zA-Z0-9]{2,44}$", durable.GetProperty("hubName").GetString());
        Assert.InRange(provider.GetProperty("partitionCount").GetInt32(), 1, 16);
        Assert.InRange(Duration(provider, "controlQueueVisibilityTimeout"), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Assert.InRange(Duration(provider, "workItemQueueVisibilityTimeout"), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Assert.True(Duration(provider, "maxQueuePollingInterval") > TimeSpan.Zero);
        Assert.True(durable.GetProperty("maxConcurrentActivityFunctions").GetInt32() > 0);
        Assert.True(durable.GetProperty("maxConcurrentOrchestratorFunctions").GetInt32() > 0);
    }

    // After a turn that failed, the provider takes one in ten seconds until five have succeeded: what waits for them must not have been given to another meanwhile.
    [Fact]
    public void Turns_messages_outlast_the_pause_after_a_failure()
    {
        var provider = JsonDocument.Parse(Infra.Read("host.json")).RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("storageProvider");

        Assert.True(Duration(provider, "controlQueueVisibilityTimeout") > 2 * 5 * TimeSpan.FromSeconds(10));
        Assert.InRange(provider.GetProperty("controlQueueBufferThreshold").GetInt32(), 1, 64);
    }

    // A running activity's message is renewed every 30 s; two missed renewals must not make it run twice.
    [Fact]
    public void Activities_messages_outlast_two_missed_renewals()
    {
        var provider = JsonDocument.Parse(Infra.Read("host.json")).RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("storageProvider");

        Assert.True(Duration(provider, "workItemQueueVisibilityTimeout") > 3 * TimeSpan.FromSeconds(30));
    }

    // By .NET's own rules, which are the host's: of those that fit, the longest text wins.
    [Theory]
    [InlineData("Function.StartStep.User", LogLevel.Information, true)]
    [InlineData("Function.StartStep", LogLevel.Information, false)]
    [InlineData("Function.StartStep", LogLevel.Error, true)]
    [InlineData("Function.DispatchSchedules", LogLevel.Information, true)]
    [InlineData("Function.DispatchSchedules.User", LogLevel.Information, true)]
    [InlineData("Host.Results", LogLevel.Information, true)]
    [InlineData("Host.Triggers.DurableTask", LogLevel.Information, false)]
    [InlineData("DurableTask.AzureStorage", LogLevel.Information, false)]
    public void Host_lets_through_what_alerts_read_and_little_else(string category, LogLevel level, bool passes)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(Infra.Repository, "host.json")).Build();
        using var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(configuration.GetSection("logging")).AddSimpleConsole());

        Assert.Equal(passes, loggers.CreateLogger(category).IsEnabled(level));
    }

    // The host knows the app's lines as Function.NAME.User alone, https://github.com/Azure/azure-functions-dotnet-worker/issues/895: a category of the worker would filter nothing.
    [Fact]
    public void Levels_are_of_the_hosts_own_categories() => Assert.All(
        JsonDocument.Parse(Infra.Read("host.json")).RootElement.GetProperty("logging").GetProperty("logLevel").EnumerateObject(),
        level => Assert.Matches(@"^(default|(Function|Host|DurableTask|Worker)(\..+)?)$", level.Name));

    private static TimeSpan Duration(JsonElement section, string name) =>
        TimeSpan.Parse(section.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Leaves(JsonElement element, string path) =>
        element.ValueKind != JsonValueKind.Object
            ? [path]
            : element.EnumerateObject().SelectMany(property => Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));
}
