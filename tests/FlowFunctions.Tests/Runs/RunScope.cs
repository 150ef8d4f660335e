using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Outgoing;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Targets;
using FlowFunctions.Tests.Storage;
using FlowFunctions.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Runs;

/// <summary>What runs are made of, on tables of their own and with a clock that the test moves.</summary>
internal sealed class RunScope
{
    private readonly string _connectionString;
    private readonly string _prefix;

    private RunScope(string connectionString, string prefix, StorageTables tables, FakeTimeProvider time, HttpPipelineTransport? transport = null)
    {
        (_connectionString, _prefix, Time) = (connectionString, prefix, time);
        Tables = tables;
        Flows = new(tables);
        Integrations = new(tables);
        var looks = new RunLooks(time);
        Runs = new(tables);
        History = new(tables);
        OwnerRuns = new(Runs, History);
        Handles = new(tables);
        Queues = new(QueuesOf(connectionString, transport), Options.Create(new StorageOptions()));
        Notifications = new(tables);
        Runnables = new(Flows, Integrations);
        Outbox = new(Notifications, Queues, NullLogger<NotificationOutbox>.Instance);
        Unkept = new(Handles, Integrations, Target, Time, NullLogger<UnkeptStarts>.Instance);
        Recorder = new(Runs, History, Unkept, Runnables, Outbox, looks, TelemetryParts.Telemetry(), NullLogger<RunRecorder>.Instance);
        Interrupted = new(Runs, Runnables, Recorder, Time, NullLogger<InterruptedRuns>.Instance);
        Launcher = new(Runs, Interrupted, Time, NullLogger<RunLauncher>.Instance);
        Starter = new(Flows, Integrations, Runs, Launcher, Interrupted, Options.Create(new RunsOptions { TaskHub = RunsOptions.DefaultTaskHub }), Time, NullLogger<RunStarter>.Instance);
        Reader = new(Runs, History, Handles, Interrupted, looks, Time);
    }

    public FakeTimeProvider Time { get; }

    public StorageTables Tables { get; }

    public FlowStore Flows { get; }

    public IntegrationStore Integrations { get; }

    public Runnables Runnables { get; }

    public RunStore Runs { get; }

    public RunHistory History { get; }

    public OwnerRuns OwnerRuns { get; }

    public StepHandleStore Handles { get; }

    /// <summary>Shared by all tests of the connection string's account, and not created here.</summary>
    public StorageQueues Queues { get; }

    public NotificationStore Notifications { get; }

    public NotificationOutbox Outbox { get; }

    /// <summary>Of steps that nobody waits for any more.</summary>
    public ScriptedTarget Target { get; } = new();

    public UnkeptStarts Unkept { get; }

    public RunRecorder Recorder { get; }

    public InterruptedRuns Interrupted { get; }

    public RunLauncher Launcher { get; }

    public RunStarter Starter { get; }

    public RunReader Reader { get; }

    public static async Task<RunScope> CreateAsync(string connectionString)
    {
        var storage = await StorageScope.CreateAsync(connectionString);
        return new(connectionString, storage.Prefix, storage.Tables, new SkippingTimeProvider(new DateTimeOffset(RunInputs.Start)));
    }

    /// <summary>The same tables with every request going through <paramref name="transport"/>, and no retries.</summary>
    public RunScope Through(HttpPipelineTransport transport)
    {
        var account = new TableServiceClient(_connectionString, new TableClientOptions { Transport = transport, Retry = { MaxRetries = 0 } });
        return new(_connectionString, _prefix, new StorageTables(account, Options.Create(new StorageOptions { StoragePrefix = _prefix })), Time, transport);
    }

    public StepDriver Driver(IStepTarget target, int maxAttempts = 10) =>
        new(target, Handles, new BackOff(() => 0), Options.Create(new TargetsOptions { MaxAttempts = maxAttempts }), Time, NullLogger<StepDriver>.Instance);

    public async Task AddIntegrationAsync(string name) =>
        Assert.True((await Integrations.CreateAsync(
            new()
            {
                Id = RunInputs.Id(name),
                Input = new IntegrationInput { Name = name, Endpoint = new EndpointInput { Url = $"https://example.com/{name}" } },
                CreatedBy = "ann",
                CreationDate = Time.GetUtcNow(),
                ModificationDate = Time.GetUtcNow(),
            },
            CancellationToken.None)).IsWritten);

    /// <summary>A flow of these steps, with their integrations.</summary>
    public async Task AddFlowAsync(params FlowStepInput[] steps)
    {
        foreach (var step in steps)
        {
            await AddIntegrationAsync(((char)Convert.ToInt32(step.Referrer[^3..], 16)).ToString());
        }

        Assert.True((await Flows.CreateAsync(
            new()
            {
                Id = RunInputs.FlowId,
                Input = new FlowInput { Name = "Nightly", Steps = steps },
                CreatedBy = "ann",
                CreationDate = Time.GetUtcNow(),
                ModificationDate = Time.GetUtcNow(),
            },
            CancellationToken.None)).IsWritten);
    }

    public Task AddFlowAsync() => AddFlowAsync(new FlowStepInput { Referrer = RunInputs.Id("a") }, new FlowStepInput { Referrer = RunInputs.Id("b") });

    public async Task<FlowDocument> FlowAsync() => (await Flows.GetAsync(RunInputs.FlowId, CancellationToken.None))!;

    /// <summary>The ids of the flow's runs, as a caller is told of them.</summary>
    public async Task<IReadOnlyList<string>> RunIdsAsync() =>
        [.. (await OwnerRuns.PageAsync(await FlowAsync(), 10, 0, withSteps: false, CancellationToken.None)).Items.Select(run => run.Id)];

    /// <summary>What the step of a flow's run that is over is for its integration, as a caller is told of it.</summary>
    public Task<RunDocument?> StepRunAsync(string runId, string name) => Reader.GetAsync(new FakeOrchestrations().Client, IntegrationRun.IdOf(runId, RunInputs.Id(name)), CancellationToken.None);

    public async Task<IntegrationDocument> IntegrationAsync(string name) => (await Integrations.GetAsync(RunInputs.Id(name), CancellationToken.None))!;

    private static QueueServiceClient QueuesOf(string connectionString, HttpPipelineTransport? transport)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        if (transport is not null)
        {
            options.Transport = transport;
            options.Retry.MaxRetries = 0;
        }

        return new QueueServiceClient(connectionString, options);
    }
}
