using FlowFunctions.LocalHost.Tests.Programs;

namespace FlowFunctions.LocalHost.Tests.Checks;

public sealed class HostJsonFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "queues": { "batchSize": 99 } }""", "extensions.queues.batchSize", "is 99; set it between 1 and 32.")]
    [InlineData("""{ "queues": { "batchSize": "many" } }""", "extensions.queues.batchSize", "is 'many'; set it between 1 and 32.")]
    [InlineData("""{ "queues": { "batchSzie": 9 } }""", "extensions.queues.batchSzie", "is not known; did you mean batchSize?")]
    [InlineData("""{ "queues": { "parallel": 9 } }""", "extensions.queues.parallel", "is not known; extensions.queues has batchSize, maxDequeueCount, maxPollingInterval, messageEncoding, newBatchThreshold, visibilityTimeout.")]
    [InlineData("""{ "queues": { "messageEncoding": "utf8" } }""", "extensions.queues.messageEncoding", "is 'utf8'; set it to None or Base64.")]
    [InlineData("""{ "queues": { "maxPollingInterval": "00:00:00.01" } }""", "extensions.queues.maxPollingInterval", "is 00:00:00.01; set it to 00:00:00.1 or more.")]
    [InlineData("""{ "queues": 5 }""", "extensions.queues", "is '5', and takes no value of its own, but names below it.")]
    [InlineData("""{ "queue": { "batchSize": 9 } }""", "extensions.queue", "is not known; did you mean queues?")]
    [InlineData("""{ "durableTask": { "maxConcurrentActivityFunctions": 0 } }""", "extensions.durableTask.maxConcurrentActivityFunctions", "is 0; set it to 1 or more.")]
    [InlineData("""{ "durableTask": { "maxConcurentActivityFunctions": 9 } }""", "extensions.durableTask.maxConcurentActivityFunctions", "is not known; did you mean maxConcurrentActivityFunctions?")]
    [InlineData("""{ "durableTask": { "hubName": "a-b" } }""", "extensions.durableTask.hubName", "is 'a-b'; give the task hub a name of 3 to 45 letters and digits, the first a letter.")]
    [InlineData("""{ "durableTask": { "tracing": { "version": "V9" } } }""", "extensions.durableTask.tracing.version", "is 'V9'; set it to None, V1 or V2.")]
    [InlineData("""{ "durableTask": { "tracing": { "distributedTracing": true } } }""", "extensions.durableTask.tracing.distributedTracing", "is not known; extensions.durableTask.tracing has ")]
    [InlineData("""{ "durableTask": { "storageProvider": { "controlQueueVisibilityTimeout": "00:00:30" } } }""", "extensions.durableTask.storageProvider.controlQueueVisibilityTimeout", "is 00:00:30; set it between 00:01:00 and 01:00:00.")]
    [InlineData("""{ "durableTask": { "storageProvider": { "partitionCount": 17 } } }""", "extensions.durableTask.storageProvider.partitionCount", "is 17; set it between 1 and 16.")]
    [InlineData("""{ "durableTask": { "storageProvider": { "partionCount": 4 } } }""", "extensions.durableTask.storageProvider.partionCount", "is not known; did you mean partitionCount?")]
    [InlineData("""{ "durableTask": { "storageProvider": { "type": "azureManaged" } } }""", "extensions.durableTask.storageProvider.type", "is 'azureManaged', which the local host does not have; set it to AzureStorage here, and to others on Azure by the setting AzureFunctionsJobHost__extensions__durableTask__storageProvider__type.")]
    [InlineData("""{ "http": { "routePrfix": "api" } }""", "extensions.http.routePrfix", "is not known; did you mean routePrefix?")]
    [InlineData("""{ "http": { "routePrefix": "{a" } }""", "extensions.http.routePrefix", "is '{a', with which no route can begin: ")]
    public async Task Fault_of_an_extension_is_told_with_the_file_and_what_is_allowed(string extensions, string path, string fault)
    {
        var application = PublishedFolder.In(_folder, hostJson: $$"""{ "version": "2.0", "extensions": {{extensions}} }""");

        Assert.StartsWith($"{path} (set in {application}/host.json) {fault}", Assert.Single(await Start.FaultsAsync(_folder.Path, application)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "version": "1.0" }""", "version (set in {0}) is '1.0'; set it to 2.0.")]
    [InlineData("""{ "functionTimeout": "00:10:00" }""", "host.json has no version. Write \"version\": \"2.0\" into it.")]
    [InlineData("""{ "version": "2.0", "functionTimeout": "10 min" }""", "functionTimeout (set in {0}) is '10 min'; set it to a time such as 00:10:00, or to -1 for none.")]
    [InlineData("""{ "version": "2.0", "functionTimeout": "00:00:00" }""", "functionTimeout (set in {0}) is 00:00:00; set it to a time above zero, or to -1 for none.")]
    [InlineData("""{ "version": "2.0", "functionTimeot": "00:10:00" }""", "functionTimeot (set in {0}) is not known; did you mean functionTimeout?")]
    [InlineData("""{ "version": "2.0", "singleton": { "lockPeriod": "00:02:00" } }""", "singleton.lockPeriod (set in {0}) is 00:02:00; set it between 00:00:15 and 00:01:00.")]
    [InlineData("""{ "version": "2.0", "singleton": { "lockPeriode": "00:00:20" } }""", "singleton.lockPeriode (set in {0}) is not known; did you mean lockPeriod?")]
    [InlineData("""{ "version": "2.0", "logging": { "logLevel": { "default": "Informaton" } } }""", "logging.logLevel.default (set in {0}) is 'Informaton', which is no level of the log (did you mean Information?); set it to Trace, Debug, Information, Warning, Error, Critical or None.")]
    [InlineData("""{ "version": "2.0", "logging": { "logLevels": { "default": "Information" } } }""", "logging.logLevels (set in {0}) is not known; did you mean logLevel?")]
    public async Task Fault_of_the_host_is_told_with_the_file_and_what_is_allowed(string hostJson, string fault)
    {
        var application = PublishedFolder.In(_folder, hostJson: hostJson);

        Assert.Equal([string.Format(System.Globalization.CultureInfo.InvariantCulture, fault, Path.Combine(application, "host.json"))], await Start.FaultsAsync(_folder.Path, application));
    }

    [Theory]
    [InlineData("""{ "version": "2.0", "functionTimeout": "-1" }""")]
    [InlineData("""{ "version": "2.0", "aggregator": { "batchSize": 1000 }, "extensionBundle": { "id": "x" }, "somethingNew": { "a": 1 } }""")]
    [InlineData("""{ "version": "2.0", "extensions": { "serviceBus": { "maxConcurrentCalls": 3 }, "ourOwn": { "a": 1 } } }""")]
    [InlineData("""{ "version": "2.0", "logging": { "logLevel": { "Azure.Core": "warning" }, "applicationInsights": { "samplingSettings": { "isEnabled": true } } } }""")]
    [InlineData("""{ "version": "2.0", "extensions": { "durableTask": { "hubName": "%Flows:TaskHub%" } } }""")]
    [InlineData("""{ "version": "2.0", "extensions": { "durableTask": { "storageProvider": { "type": "azurestorage", "maxQueuePollingInterval": "00:00:05" }, "notifications": { "eventGrid": { "publishEventTypes": ["Started"] } } } } }""")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "routePrefix": "", "customHeaders": { "X-A": "b" }, "hsts": { "isEnabled": true, "maxAge": "10" } } } }""")]
    public async Task What_other_parts_know_and_what_is_in_range_is_no_fault(string hostJson) =>
        Assert.Empty(await Start.FaultsAsync(_folder.Path, PublishedFolder.In(_folder, hostJson: hostJson), "--Flows:TaskHub=abc"));

    [Fact]
    public async Task Value_of_a_setting_over_host_json_is_told_with_the_setting()
    {
        var application = PublishedFolder.In(_folder);

        Assert.Equal(
            ["extensions.queues.batchSize (set on the command line) is 99; set it between 1 and 32."],
            await Start.FaultsAsync(_folder.Path, application, "--AzureFunctionsJobHost:extensions:queues:batchSize=99"));
    }

    [Fact]
    public async Task The_repository_s_own_file_is_without_fault() => Assert.Empty(await Start.FaultsAsync(_folder.Path, null));
}
