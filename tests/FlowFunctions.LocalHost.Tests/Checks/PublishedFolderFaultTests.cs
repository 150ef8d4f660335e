using FlowFunctions.LocalHost.Tests.Programs;

namespace FlowFunctions.LocalHost.Tests.Checks;

public sealed class PublishedFolderFaultTests : IDisposable
{
    private const string Cure = "Name the folder that 'dotnet publish src/FlowFunctions --output DIR' has made.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folder_that_is_not_there()
    {
        var missing = Path.Combine(_folder.Path, "missing");

        Assert.Equal([$"The folder '{missing}' of --app is not there. {Cure}"], await Start.FaultsAsync(_folder.Path, missing));
    }

    [Fact]
    public async Task Folder_of_something_else()
    {
        var other = PublishedFolder.In(_folder, workerConfig: null);

        Assert.Equal([$"'{other}' holds no function app: it has no worker.config.json. {Cure}"], await Start.FaultsAsync(_folder.Path, other));
    }

    [Fact]
    public async Task Folder_without_host_json()
    {
        var other = PublishedFolder.In(_folder, hostJson: null);

        Assert.Equal([$"'{other}' holds no function app: it has no host.json. {Cure}"], await Start.FaultsAsync(_folder.Path, other));
    }

    [Fact]
    public async Task App_in_another_language()
    {
        var application = PublishedFolder.In(_folder, workerConfig: PublishedFolder.WorkerConfig.Replace("dotnet-isolated", "python", StringComparison.Ordinal));

        Assert.Equal(
            [$"'{application}' holds an app in the language 'python'; the local host runs isolated workers of .NET alone. Run it with 'func start'."],
            await Start.FaultsAsync(_folder.Path, application));
    }

    [Fact]
    public async Task Worker_that_is_not_there()
    {
        var application = PublishedFolder.In(_folder, workerConfig: PublishedFolder.WorkerConfig.Replace("Sample", "Other", StringComparison.Ordinal));

        Assert.Equal(
            [$"'{application}/Other.dll', which {application}/worker.config.json names as the worker, is not there. Publish the app again."], await Start.FaultsAsync(_folder.Path, application));
    }

    [Fact]
    public async Task Worker_that_dotnet_does_not_start()
    {
        var application = PublishedFolder.In(_folder, workerConfig: PublishedFolder.WorkerConfig.Replace("\"dotnet\"", "\"Sample.exe\"", StringComparison.Ordinal));

        Assert.Equal(
            [$"{application}/worker.config.json starts the worker with 'Sample.exe'; the local host starts workers with 'dotnet' alone. Publish the app again."],
            await Start.FaultsAsync(_folder.Path, application));
    }

    [Fact]
    public async Task Assemblies_that_are_not_there()
    {
        var application = PublishedFolder.In(_folder);
        await File.WriteAllTextAsync(
            Path.Combine(application, "Sample.deps.json"),
            """
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "Sample/1.0.0": { "runtime": { "Sample.dll": {} } },
                "Calendar/3.2.0": { "runtime": { "lib/net8.0/Calendar.dll": {}, "lib/net8.0/Calendar.Zones.dll": {} } },
                "Nothing/1.0.0": { "runtime": { "lib/net8.0/_._": {} } },
                "Native/1.0.0": { "native": { "lib.so": {} } } } }
            }
            """,
            TestContext.Current.CancellationToken);

        var lacks = $"'{application}' lacks Calendar.dll, Calendar.Zones.dll, which the app needs. Publish the app again.";
        Assert.Equal([lacks], await Start.FaultsAsync(_folder.Path, application));

        File.Delete(Path.Combine(application, "functions.metadata"));
        Assert.Equal(
            [lacks, $"'{application}' has no functions.metadata, the list of its functions. Publish the app again."], await Start.FaultsAsync(_folder.Path, application));
    }

    [Fact]
    public async Task List_of_functions_that_is_not_there()
    {
        var application = PublishedFolder.In(_folder);
        File.Delete(Path.Combine(application, "functions.metadata"));

        Assert.Equal([$"'{application}' has no functions.metadata, the list of its functions. Publish the app again."], await Start.FaultsAsync(_folder.Path, application));
    }

    [Fact]
    public async Task App_without_functions()
    {
        var application = PublishedFolder.In(_folder, functions: []);

        Assert.Equal([$"The application in '{application}' has no functions. Name a folder of an app that has some, or publish it again."], await Start.FaultsAsync(_folder.Path, application));
    }

    [Fact]
    public async Task Binding_that_the_host_does_not_know()
    {
        var application = PublishedFolder.In(
            _folder,
            functions: [("Read", """[{ "name": "timer", "type": "timerTrigger", "direction": "In", "schedule": "0 * * * * *" }, { "name": "item", "type": "cosmosDB", "direction": "In" }]""")]);

        Assert.Equal(
            ["The function 'Read' has a binding of the type 'cosmosDB', which the local host does not know; it knows httpTrigger, timerTrigger, queueTrigger, orchestrationTrigger, activityTrigger, durableClient and http. Deploy it to Azure, or run it with 'func start'."],
            await Start.FaultsAsync(_folder.Path, application));
    }

    [Fact]
    public async Task Function_with_two_triggers()
    {
        var application = PublishedFolder.In(
            _folder,
            functions: [("Both", """[{ "name": "a", "type": "timerTrigger", "direction": "In", "schedule": "0 * * * * *" }, { "name": "b", "type": "queueTrigger", "direction": "In", "queueName": "q" }]""")]);

        Assert.Equal(["The function 'Both' has no trigger, or more than one. Give it one."], await Start.FaultsAsync(_folder.Path, application));
    }

    [Fact]
    public async Task Two_functions_on_one_route_and_a_fault_of_a_setting_are_told_together()
    {
        const string Get = """[{ "name": "request", "type": "httpTrigger", "direction": "In", "methods": ["get"], "route": "items/{ID}" }]""";
        var application = PublishedFolder.In(_folder, functions: [("One", Get.Replace("ID", "id", StringComparison.Ordinal)), ("Two", Get.Replace("ID", "name", StringComparison.Ordinal))]);

        Assert.Equal(
            [
                "The functions 'One' and 'Two' share the route 'items/{id}' (GET,HEAD). Give one of them another route or method.",
                "urls (set on the command line): 'nonsense' is no address; choose another address with --urls, such as --urls http://localhost:7072.",
            ],
            await Start.FaultsAsync(_folder.Path, application, "--urls=nonsense"));
    }

    [Fact]
    public async Task Settings_of_another_application_are_none_of_this_one() =>
        Assert.Empty(await Start.FaultsAsync(_folder.Path, PublishedFolder.In(_folder), "--Runs:Retention=for ever"));
}
