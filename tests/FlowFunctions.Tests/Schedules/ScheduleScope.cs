using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Storage;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;
using FlowFunctions.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Schedules;

/// <summary>What schedules are made of, on tables and a queue of their own and with a clock that the test moves.</summary>
internal sealed class ScheduleScope
{
    public static readonly DateTime Start = new(2026, 3, 28, 12, 0, 0, DateTimeKind.Utc);

    private readonly string _account;
    private readonly string _prefix;

    private ScheduleScope(string account, string prefix, TableServiceClient tables, QueueServiceClient queues, FakeTimeProvider time, TimeSpan window)
    {
        (_account, _prefix, Time) = (account, prefix, time);
        Tables = new(tables, Options.Create(new StorageOptions { StoragePrefix = prefix }));
        Queues = new(queues, Options.Create(new StorageOptions()));
        Flows = new(Tables);
        Integrations = new(Tables);
        Runs = new(Tables);
        History = new(Tables);
        Schedules = new(Tables);
        Owners = new(Flows, Integrations);
        var outbox = new NotificationOutbox(new(Tables), Queues, NullLogger<NotificationOutbox>.Instance);
        var unkept = new UnkeptStarts(new(Tables), Integrations, new ScriptedTarget(), time, NullLogger<UnkeptStarts>.Instance);
        Recorder = new(Runs, History, unkept, Owners, outbox, new RunLooks(time), TelemetryParts.Telemetry(), NullLogger<RunRecorder>.Instance);
        var interrupted = new InterruptedRuns(Runs, Owners, Recorder, time, NullLogger<InterruptedRuns>.Instance);
        var launcher = new RunLauncher(Runs, interrupted, Time, NullLogger<RunLauncher>.Instance);
        Skipped = new(Runs, History, outbox, Owners, TelemetryParts.Telemetry(), time, NullLogger<SkippedRuns>.Instance);
        Dispatcher = new(
            Schedules, Owners, Skipped, Queues, Options.Create(new SchedulesOptions { CatchUpWindow = window }), time, NullLogger<ScheduleDispatcher>.Instance);
        RunStarter = new(Flows, Integrations, Runs, launcher, interrupted, Options.Create(new RunsOptions()), time, NullLogger<RunStarter>.Instance);
        Starter = new(Schedules, Owners, RunStarter, Runs, Skipped, interrupted, TelemetryParts.Metrics(), time, NullLogger<ScheduledRunStarter>.Instance);
    }

    public FakeTimeProvider Time { get; }

    public StorageTables Tables { get; }

    public StorageQueues Queues { get; }

    public FlowStore Flows { get; }

    public IntegrationStore Integrations { get; }

    public RunStore Runs { get; }

    public RunRecorder Recorder { get; }

    public RunHistory History { get; }

    public ScheduleStore Schedules { get; }

    public Runnables Owners { get; }

    public SkippedRuns Skipped { get; }

    public ScheduleDispatcher Dispatcher { get; }

    public RunStarter RunStarter { get; }

    public ScheduledRunStarter Starter { get; }

    public static async Task<ScheduleScope> CreateAsync(string account, TimeSpan? window = null)
    {
        var storage = await StorageScope.CreateAsync(account);
        var time = new FakeTimeProvider(new DateTimeOffset(Start));
        var scope = new ScheduleScope(account, storage.Prefix, new(account), QueueAccount(account, null), time, window ?? TimeSpan.FromHours(1));
        await scope.Queues.RunRequests.CreateIfNotExistsAsync();
        return scope;
    }

    /// <summary>As another process sees the same storage, with every request going through <paramref name="transport"/> where there is one, and no retries.</summary>
    public ScheduleScope OfAnotherProcess(HttpPipelineTransport? transport = null)
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        if (transport is not null)
        {
            options.Transport = transport;
        }

        return new(_account, _prefix, new TableServiceClient(_account, options), QueueAccount(_account, transport), Time, TimeSpan.FromHours(1));
    }

    public async Task<string> AddIntegrationAsync(string name = "a")
    {
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
        return RunInputs.Id(name);
    }

    /// <summary>An integration with a daily schedule at 01:30 in London, where that time does not exist on 29 March.</summary>
    public async Task<string> AddScheduledAsync(string name = "a", ScheduleInput? input = null)
    {
        var id = await AddIntegrationAsync(name);
        input ??= Daily("01:30", "Europe/London");
        Assert.NotNull(await Schedules.CreateAsync(
            new()
            {
                OwnerId = id,
                OwnerKind = RunKind.Integration,
                Input = input,
                SetBy = "sue",
                Version = "1",
                NextAt = new ScheduleCalendar(input).Next(Time.GetUtcNow().UtcDateTime),
            },
            CancellationToken.None));
        return id;
    }

    public static ScheduleInput Daily(string time, string timezone = "UTC") => new()
    {
        Name = "Nightly",
        Type = ScheduleType.Daily,
        Timezone = timezone,
        Time = TimeOnly.ParseExact(time, "HH:mm"),
        StartDate = new(2026, 1, 1),
    };

    public static ScheduleInput Hourly() => new()
    {
        Name = "By the hour",
        Type = ScheduleType.Hourly,
        Timezone = "UTC",
        FromTime = new(0, 0),
        ToTime = new(23, 0),
        RepeatEvery = 1,
        StartDate = new(2026, 1, 1),
    };

    public void MoveTo(string utc) => Time.SetUtcNow(At(utc));

    public static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, null, System.Globalization.DateTimeStyles.AssumeUniversal);

    public Task DispatchAsync() => Dispatcher.DispatchAsync(CancellationToken.None);

    public async Task<ScheduleDocument> ScheduleAsync(string owner) => (await Schedules.GetAsync(owner, CancellationToken.None))!;

    /// <summary>Takes all messages from the queue.</summary>
    public async Task<IReadOnlyList<ScheduledRun>> MessagesAsync()
    {
        var runs = new List<ScheduledRun>();
        while ((await Queues.RunRequests.ReceiveMessagesAsync(32)).Value is { Length: > 0 } messages)
        {
            foreach (QueueMessage message in messages)
            {
                runs.Add(JsonSerializer.Deserialize<ScheduledRun>(message.MessageText, StorageJson.Options)!);
                await Queues.RunRequests.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return runs;
    }

    /// <summary>The owner's runs, the one that goes on among them; of an owner that is gone, those that are over.</summary>
    public async Task<IReadOnlyList<RunDocument>> HistoryAsync(string owner) =>
        (await Owners.FindAsync(owner, CancellationToken.None) is { } document
            ? await new OwnerRuns(Runs, History).PageAsync(document, 100, 0, withSteps: false, CancellationToken.None)
            : await History.PageAsync(owner, 100, 0, CancellationToken.None)).Items;

    private static QueueServiceClient QueueAccount(string account, HttpPipelineTransport? transport)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        if (transport is not null)
        {
            options.Transport = transport;
            options.Retry.MaxRetries = 0;
        }

        return new QueueServiceClient(account, options);
    }
}
