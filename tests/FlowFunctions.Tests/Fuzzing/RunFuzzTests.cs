using System.Collections.Concurrent;
using System.Text.Json;
using FlowFunctions.Core;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Outgoing;
using FlowFunctions.Runs;
using FlowFunctions.Secrets;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Integrations;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Targets;
using FlowFunctions.Tests.Targets.Endpoint;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>
/// Whole runs of flows whose endpoints answer anything: through driver, handles and secrets in storage, orchestration and record. <c>FLOWS_FUZZ_ANSWERS</c> (2,000) says how many answers
/// there are to be, <c>FLOWS_FUZZ_SEED</c> (1) which.
/// </summary>
[Needs(Need.Azurite)]
public sealed class RunFuzzTests(AzuriteFixture azurite) : IDisposable
{
    private const int Workers = 4;
    private const string Token = "canary-token-4711";
    private const string Sig = "canary-sig-0815";

    /// <summary>Asked every second for half an hour, a step is still no endless one.</summary>
    private const int MostExchanges = 2000;

    /// <summary>One run in so many is put on record.</summary>
    private const int RecordedOf = 10;

    private static readonly string[] Steps = ["a", "b", "c", "d", "e", "f", "g", "h"];

    /// <summary>The first ones call with secrets.</summary>
    private static readonly string[] Secretive = ["a", "b", "c"];

    private static readonly StepStatus[] Ends =
        [StepStatus.Success, StepStatus.PartialSuccess, StepStatus.Failure, StepStatus.Skipped, StepStatus.NotRun, StepStatus.Cancelled];

    private readonly string _keys = Directory.CreateTempSubdirectory("flow-functions-keys-").FullName;
    private readonly SecretWatch _log = new(Token, Sig);
    private readonly ConcurrentQueue<string> _faults = new();
    private int _answers;
    private int _runs;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_keys, recursive: true);
    }

    [Fact]
    public async Task Runs_whose_endpoints_answer_anything_end_and_what_has_taken_a_step_is_not_asked_to_start_it_again()
    {
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync, Cancel)));

        FuzzSettings.Tell($"{_runs} runs, {_answers} answers, {_log.Lines} log lines and records");
        Assert.True(_faults.IsEmpty, $"{_faults.Count} faults of seed {FuzzSettings.Seed}, the first:\n{string.Join("\n\n", _faults.Take(5))}");
        Assert.True(_log.Leaks.Count == 0, $"Log lines and records with a secret, the first:\n{string.Join('\n', _log.Leaks)}");
    }

    private async Task WorkAsync()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        HostileEndpoint? endpoint = null;
        using var answers = new CannedAnswers(request => endpoint!.Answer(request));
        await using var host = new TargetHost(
            scope.Time,
            handler: answers,
            log: _log,
            settings: [("AzureWebJobsStorage", azurite.ConnectionString), ("Flows:StoragePrefix", scope.Tables.Flows.Name[..^nameof(scope.Tables.Flows).Length]), ("Secrets:KeyFolder", _keys)]);
        var endpoints = await AddIntegrationsAsync(host);
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        while (Volatile.Read(ref _answers) < FuzzSettings.AnswersOfRuns)
        {
            var number = Interlocked.Increment(ref _runs);
            var random = FuzzSettings.RandomOf(number);
            endpoint = new(random);
            var driver = new StepDriver(
                host.Target, scope.Handles, new BackOff(random.NextDouble), Options.Create(new TargetsOptions()), scope.Time, loggers.CreateLogger<StepDriver>());
            try
            {
                await RunAsync(scope, driver, endpoint, InputOf(random, endpoints, scope.Time.GetUtcNow().UtcDateTime), isRecorded: number % RecordedOf == 0);
            }
            catch (Exception fault) when (!Cancel.IsCancellationRequested)
            {
                _faults.Enqueue($"Run {number}: {fault}\n{endpoint.Exchanges}");
            }

            foreach (var fault in endpoint.Faults)
            {
                _faults.Enqueue($"Run {number}: {fault}");
            }

            Interlocked.Add(ref _answers, endpoint.Answers);
        }
    }

    /// <summary>One run to its end, its steps one after the other.</summary>
    private async Task RunAsync(RunScope scope, StepDriver driver, HostileEndpoint endpoint, RunInput input, bool isRecorded)
    {
        var orchestration = new ScriptedOrchestration(input) { Now = scope.Time.GetUtcNow().UtcDateTime };
        var run = orchestration.RunAsync();
        var driven = 0;
        while (!run.IsCompleted)
        {
            if (driven < orchestration.Calls.Count)
            {
                await DriveAsync(scope, orchestration, driver, endpoint, orchestration.Calls[driven++]);
            }
            else if (orchestration.BackOffs.Find(wait => !wait.End.Task.IsCompleted) is { End: { } end } wait)
            {
                AdvanceTo(scope, wait.Until);
                orchestration.Now = scope.Time.GetUtcNow().UtcDateTime;
                end.SetResult();
            }
            else
            {
                Assert.Fail("The run waits for nothing, and has not ended.");
            }
        }

        await run;
        var record = Assert.Single(orchestration.Records);
        Assert.NotNull(record.Result);
        Assert.All(record.Steps, step => Assert.Contains(step.Status, Ends));
        _log.Look(JsonSerializer.Serialize(record));
        if (isRecorded)
        {
            await scope.Recorder.RecordAsync(record, Cancel);
            var stored = await scope.Runs.GetAsync(record.Id, Cancel);
            Assert.Equal(record.Result, stored?.Result);
            Assert.NotNull(stored!.EndDate);
        }

        // The emulator writes all that it has again and again: what stays makes it slow.
        await scope.Runs.DeleteAsync(record.Id, Cancel);
    }

    /// <summary>A try of a step to its end: as its activity does, and as the orchestration that waits for it goes on.</summary>
    private async Task DriveAsync(RunScope scope, ScriptedOrchestration orchestration, StepDriver driver, HostileEndpoint endpoint, StepCall call)
    {
        endpoint.Begin();
        var report = await driver.StartAsync(call, Cancel);
        var isAwaited = report.NextAt is not null;
        if (isAwaited)
        {
            orchestration.Report(call.Name, report);
        }

        for (var exchange = 0; report.NextAt is { } next; exchange++)
        {
            Assert.True(exchange < MostExchanges, $"Step {call.Name} does not end.");
            Assert.True(next <= call.Deadline(), $"Step {call.Name} waits until {next:O}, after its time is over.");
            AdvanceTo(scope, next);
            _log.Look(string.Concat((await scope.Handles.GetAllAsync(call.RunId, Cancel)).Values));
            report = await driver.AdvanceAsync(call, Cancel);
        }

        var outcome = report.Outcome!;
        foreach (var text in (report.Details ?? []).Prepend(outcome.Message ?? ""))
        {
            Assert.False(text.Length > TargetText.MaximumMessageLength || text.Any(c => char.IsControl(c) || c is >= '\u202A' and <= '\u202E'), $"Step {call.Name}: {text}");
        }

        orchestration.Now = scope.Time.GetUtcNow().UtcDateTime;
        var backOffs = orchestration.BackOffs.Count;
        _ = isAwaited ? orchestration.EndWait(call.Name, report) : orchestration.Report(call.Name, report);
        var isRetried = orchestration.BackOffs.Count > backOffs;
        Assert.False(
            isRetried && endpoint.IsDone && !endpoint.SaidFailure && outcome.ErrorCode != RunErrorCodes.TimedOut,
            $"Step {call.Name} is tried again though nothing said that it had failed: {outcome}.");
        Assert.False(isRetried && outcome.IsUnknown, $"Step {call.Name} is tried again though it may have done its work: {outcome}.");
    }

    private static void AdvanceTo(RunScope scope, DateTime instant)
    {
        if (instant > scope.Time.GetUtcNow().UtcDateTime)
        {
            scope.Time.SetUtcNow(new DateTimeOffset(instant));
        }
    }

    private static RunInput InputOf(Random random, IReadOnlyDictionary<string, EndpointInput> endpoints, DateTime start)
    {
        var steps = Steps.Select((name, index) => RunInputs.Step(
            name,
            dependsOn: index > 0 && random.Next(2) == 0 ? Steps[random.Next(index)] : "",
            onFailure: random.Next(6) == 0 ? ExceptionStrategy.Stop : ExceptionStrategy.Continue)).ToList();
        for (var index = 0; index < steps.Count; index++)
        {
            steps[index] = random.Next(3) == 0 ? steps[index].WithRetries(random.Next(1, 3)) : steps[index];
        }

        var input = RunInputs.Of([.. steps]);
        return input with
        {
            Run = input.Run with { Id = ResourceId.New(new DateTimeOffset(start)), StartDate = start },
            Integrations = [.. input.Integrations.Zip(Steps, (integration, name) => endpoints.TryGetValue(name, out var endpoint) ? integration with { Endpoint = endpoint } : integration)],
        };
    }

    private static async Task<IReadOnlyDictionary<string, EndpointInput>> AddIntegrationsAsync(TargetHost host)
    {
        var endpoints = new Dictionary<string, EndpointInput>(StringComparer.Ordinal);
        var store = host.Services.GetRequiredService<IntegrationStore>();
        foreach (var name in Secretive)
        {
            var (open, secret) = EndpointSecrets.Split(new()
            {
                Url = $"https://example.com/{name}?sig={Sig}",
                Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {Token}" },
            });
            var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            var written = await store.CreateAsync(
                new()
                {
                    Id = RunInputs.Id(name),
                    Input = new IntegrationInput { Name = name, Endpoint = open },
                    EndpointSecretId = await host.Services.GetRequiredService<IntegrationSecrets>().AddAsync(secret!, Cancel),
                    CreatedBy = "ann",
                    CreationDate = now,
                    ModificationDate = now,
                },
                Cancel);
            Assert.True(written.IsWritten);
            endpoints[name] = open;
        }

        return endpoints;
    }
}
