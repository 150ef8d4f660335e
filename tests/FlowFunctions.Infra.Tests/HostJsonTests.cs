using System.Text.Json;

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

    // A running activity's message is renewed every 30 s; two missed renewals must not make it run twice.
    [Fact]
    public void Activities_messages_outlast_two_missed_renewals()
    {
        var provider = JsonDocument.Parse(Infra.Read("host.json")).RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("storageProvider");

        Assert.True(Duration(provider, "workItemQueueVisibilityTimeout") > 3 * TimeSpan.FromSeconds(30));
    }

    private static TimeSpan Duration(JsonElement section, string name) =>
        TimeSpan.Parse(section.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Leaves(JsonElement element, string path) =>
        element.ValueKind != JsonValueKind.Object
            ? [path]
            : element.EnumerateObject().SelectMany(property => Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));
}
