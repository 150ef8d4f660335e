using System.Globalization;
using AnaplanSimulator;
using AnaplanSimulator.Control;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Tasks;
using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Target;

/// <summary>The models that loads go into: a simulated Anaplan, in weather of its own.</summary>
internal sealed class Models : IAsyncDisposable
{
    public const string User = "planner@example.com";
    public const string Password = "planner";
    public const string Workspace = "8a81b0136f1c4d2e016f1c4d2e5a0001";

    private static readonly (TimeSpan Shortest, TimeSpan Longest) BetweenFaults = (TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(4));
    private static readonly TimeSpan TaskTakes = TimeSpan.FromMilliseconds(300);

    private static readonly string[] Requests =
    [
        "POST **/files/*", "PUT **/files/*/chunks/*", "POST **/files/*/complete", "POST **/imports/*/tasks",
        "GET **/imports/*/tasks", "GET **/imports/*/tasks/*", "GET **/dump/chunks/*", "DELETE **/tasks/*",
    ];

    private static readonly int[] Refusals = [429, 500, 502, 503, 504];

    private readonly SimulatorHost _simulator;

    private Models(SimulatorHost simulator) => _simulator = simulator;

    public string Address => _simulator.ApiBase;

    /// <summary>How many came so far.</summary>
    public long RequestCount => Control.Requests is [.., var last] ? last.Number : 0;

    private SimulatorControl Control => _simulator.Control;

    /// <param name="files">Of all loads; each flow's go into one of two models.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Models> StartAsync(IReadOnlyList<LoadFile> files, CancellationToken cancellationToken)
    {
        var definition = new SimulatorDefinition
        {
            Users = [new(User, Password)],
            Workspaces = [new() { Id = Workspace, Name = "Loads", Models = [.. Enumerable.Range(0, 2).Select(number => ModelOf(number, files))] }],
        };
        var settings = new SimulatorSettings { RequestsPerMinute = 6000, Tasks = new TaskTiming { Duration = TaskTakes } };
        return new(await SimulatorHost.StartAsync(new SimulatorOptions { Definition = definition, Settings = settings }, cancellationToken));
    }

    /// <summary>The model of a flow's loads.</summary>
    public static string IdOf(int flow) => string.Create(CultureInfo.InvariantCulture, $"5C1F0A2B3D4E4F60718293A4B5C6{NumberOf(flow):D4}");

    /// <summary>Lets requests go wrong, one after the other, until it is told to stop; then nothing goes wrong any more.</summary>
    public async Task MisbehaveAsync(int seed, TimeProvider time, CancellationToken stop)
    {
        var random = Draws.Of(seed, "models");
        while (!stop.IsCancellationRequested)
        {
            Control.Add(FaultOf(random));
            await Task.Delay(random.Between(BetweenFaults.Shortest, BetweenFaults.Longest), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Control.ClearFaults();
    }

    /// <summary>What was run of a load, in the order of its tasks: each is an operation of the run in whose time it was begun.</summary>
    /// <param name="file">Of the load.</param>
    /// <param name="beginning">Of the trial.</param>
    /// <param name="runs">Ids of the flow's runs, by when they started.</param>
    public IReadOnlyList<OperationView> TasksOf(LoadFile file, DateTimeOffset beginning, IReadOnlyList<(double StartedAt, string RunId)> runs) =>
        [.. Control.TasksOf(file.ImportId).Select(task => ViewOf(file, task, beginning, runs))];

    /// <summary>The SHA-256 of what was uploaded last for a load, in lower-case hex; null while that is not whole.</summary>
    public Task<string?> HashAsync(LoadFile file, CancellationToken cancellationToken) => Control.HashUploadAsync(file.FileId, IdOf(file.Flow), cancellationToken);

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    private static int NumberOf(int flow) => flow / FlowShapes.LoadsOneIn % 2;

    private static ModelDefinition ModelOf(int number, IReadOnlyList<LoadFile> files)
    {
        var own = files.Where(file => NumberOf(file.Flow) == number).ToList();
        return new()
        {
            Id = IdOf(number * FlowShapes.LoadsOneIn),
            Name = $"Model {number}",
            Lists = [.. own.Select(file => new ListDefinition { Name = file.List, Properties = [new() { Name = "Amount", Format = FieldFormat.Number }] })],
            Files = [.. own.Select(file => new FileDefinition { Id = file.FileId, Name = file.Name })],
            Imports = [.. own.Select(file => new ImportDefinition { Id = file.ImportId, Name = file.Name, File = file.FileId, Into = file.List })],
        };
    }

    private static Fault FaultOf(Random random)
    {
        var fault = new Fault { Requests = Requests[random.Next(Requests.Length)] };
        return random.Pick(
            (() => fault with { Status = Refusals[random.Next(Refusals.Length)] }, 4),
            (() => fault with { LoseAnswer = true }, 3),
            (() => fault with { AnswerStatus = 502 }, 1),
            (() => fault with { CutRequestAfter = 0 }, 2),
            (() => fault with { Hang = true }, 1),
            ((Func<Fault>)(() => fault with { Delay = TimeSpan.FromSeconds(random.Next(1, 4)) }), 2))();
    }

    private static OperationView ViewOf(LoadFile file, TaskSnapshot task, DateTimeOffset beginning, IReadOnlyList<(double StartedAt, string RunId)> runs)
    {
        var begunAt = (task.CreationTime - beginning).TotalSeconds;
        var status = task.Result?.Successful == true ? file.Outcome : StepStatuses.Failure;
        return new(
            task.TaskId,
            runs.LastOrDefault(run => run.StartedAt <= begunAt).RunId ?? "of nobody",
            new OperationOutcome(status, null, null, 200),
            begunAt,
            task.EndTime is { } end ? (end - beginning).TotalSeconds : null,
            begunAt,
            Calls: 1,
            Polls: 0,
            IsCancelled: task.TaskState is TaskState.Cancelled or TaskState.Cancelling);
    }
}
