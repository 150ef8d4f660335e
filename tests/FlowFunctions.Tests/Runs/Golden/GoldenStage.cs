using System.Text.Json.Nodes;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>A whole application whose runs are recorded, and what their steps call.</summary>
internal sealed class GoldenStage : IAsyncDisposable
{
    private readonly GoldenEndpoint _endpoint;
    private readonly ServedApp _app;
    private readonly StageHands _hands;

    private GoldenStage(GoldenEndpoint endpoint, ServedApp app, StageHands hands) => (_endpoint, _app, _hands) = (endpoint, app, hands);

    public GoldenEndpoint Endpoint => _endpoint;

    public ServedApp App => _app;

    public TurnRecorder Turns => _hands.Turns;

    /// <summary>To the task hub.</summary>
    public DurableTaskClient Hub => _hands.Hub ?? throw new InvalidOperationException("No request that needs the hub was made yet.");

    /// <param name="account">Of storage.</param>
    /// <param name="settings">Over those that have a task outlast its step's first activity after a second.</param>
    public static async Task<GoldenStage> StartAsync(string account, Dictionary<string, string>? settings = null)
    {
        var hands = new StageHands();
        var all = new Dictionary<string, string>(settings ?? [], StringComparer.Ordinal);
        all.TryAdd("Flows:InlineWait", "00:00:01");
        var endpoint = await GoldenEndpoint.StartAsync();
        return new(endpoint, await ServedApp.StartAsync(account, all, configure: builder =>
        {
            hands.Turns.AddTo(builder.Services);
            builder.UseMiddleware(hands.InvokeAsync);
        }), hands);
    }

    public static string PathOf(string run) => $"2/0/integrations/run/{run}";

    public Task CancelAsync(string run) => _app.PostAsync(PathOf(run) + "/cancel", null);

    public Task ReachPollsAsync(int count, TimeSpan? deadline = null) => Wait.Until(() => _endpoint.Polls >= count, deadline, () => _endpoint.Polls);

    public Task EndAsync(string run) => Wait.For(() => _app.GetAsync(PathOf(run)), (JsonNode answer) => answer["run"]!["endDate"] is not null);

    /// <summary>Writes all executions of the run and of those that await its steps, each to a file, once all have ended.</summary>
    /// <param name="run">The run, which has ended.</param>
    /// <param name="path">Of the run's file, without its ending.</param>
    public async Task WriteAsync(string run, string path)
    {
        await Wait.Until(() => Turns.Instances.All(instance => Turns.LatestOf(instance).Turns[^1].Actions.Any(action => action.CompleteOrchestration is not null)));
        foreach (var (number, instance) in Turns.Instances.OrderBy(instance => instance != run).Index())
        {
            var executions = Turns.ExecutionsOf(instance);
            foreach (var (place, execution) in executions.Index())
            {
                execution.Write(path + (number == 0 ? "" : "-awaited" + Counted(number)) + (place < executions.Count - 1 ? GoldenRun.GoesOn + Counted(place + 1) : "") + ".json");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _endpoint.Open();
        await _app.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    private static string Counted(int number) => number == 1 ? "" : $"-{number}";

    /// <summary>What sees each call of the application's functions.</summary>
    private sealed class StageHands
    {
        private int _defects = 1;

        public TurnRecorder Turns { get; } = new();

        public DurableTaskClient? Hub { get; private set; }

        /// <summary>Takes the client of the hub from whoever has one, and has steps named "broken" fail each time and those named "broken once" a single time, by a defect of ours.</summary>
        public async Task InvokeAsync(FunctionContext context, Func<Task> next)
        {
            // In an orchestrator nothing else may be awaited.
            if (context.FunctionDefinition.InputBindings.Values.All(binding => !binding.Type.Equals("orchestrationTrigger", StringComparison.OrdinalIgnoreCase)))
            {
                // The function gets the same ones: they are made once for each call.
                var inputs = await context.Features.Get<IFunctionInputBindingFeature>()!.BindFunctionInputAsync(context);
                Hub ??= inputs.Values.OfType<DurableTaskClient>().FirstOrDefault();
                if (context.FunctionDefinition.Name == nameof(StartStep) && inputs.Values.OfType<StepCall>().Single() is var call
                    && (call.Name == "broken" || (call.Name == "broken once" && Interlocked.Exchange(ref _defects, 0) == 1)))
                {
                    throw new InvalidOperationException("A defect.");
                }
            }

            await next();
        }
    }
}
