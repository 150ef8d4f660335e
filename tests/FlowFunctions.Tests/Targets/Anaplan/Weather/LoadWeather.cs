using AnaplanSimulator;
using AnaplanSimulator.Faults;

namespace FlowFunctions.Tests.Targets.Anaplan.Weather;

/// <summary>All that befalls one load: how the service is, what goes wrong with requests, when the process dies, who else is there. Made from a seed, so that it can be made again.</summary>
internal sealed class LoadWeather
{
    private static readonly int[] Refusals = [400, 401, 403, 404, 408, 409, 422, 423, 429, 500, 502, 503, 504, 507];

    /// <summary>Of a service that has done what was asked: all of them say that nobody knows.</summary>
    private static readonly int[] LateRefusals = [500, 502, 503, 504];

    /// <summary>Of a gateway that has given up what goes on behind it; who says 503 does nothing afterwards.</summary>
    private static readonly int[] LateGateways = [500, 502, 504];

    /// <summary>Of a gateway that has no page for it.</summary>
    private static readonly string[] Sayings = ["", "{}", "{\"status\":{\"code\":200,\"message\":\"Success\"}}", "{\"ok\":true}", "[]", "\"OK\""];

    /// <summary>The requests of a load, each as often as its faults matter.</summary>
    private static readonly string[] Requests =
    [
        "POST /token/*", "POST **/files/*", "PUT **/files/*/chunks/*", "PUT **/files/*/chunks/*", "POST **/files/*/complete", "POST **/files/*/complete",
        "POST **/models/*/*/*/tasks", "POST **/models/*/*/*/tasks", "POST **/models/*/*/*/tasks", "GET **/models/*/*/*/tasks", "GET **/models/*/*/*/tasks/*", "GET **/models/*/*/*/tasks/*",
        "DELETE **/tasks/*",
    ];

    public LoadWeather(int seed)
    {
        Seed = seed;
        var random = new Random(seed);
        var kind = random.Next(4);
        Service = new()
        {
            RequestsPerMinute = 100_000,
            ListsEndedTasks = random.Next(4) > 0,
            SortsTasks = random.Next(2) > 0,
            TaskListPageSize = random.Next(3) switch { 0 => 1, 1 => 3, _ => null },
            FailsTasks = random.Next(20) == 0,
            ExtraFields = random.Next(2) == 0,
            TokenLifetime = random.Next(4) == 0 ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(35),
            StateWords = random.Next(6) switch
            {
                0 => new Dictionary<string, string> { ["COMPLETE"] = "Complete", ["CANCELLED"] = "cancelled" },
                1 => new Dictionary<string, string> { ["IN_PROGRESS"] = "HAVING_TEA", ["NOT_STARTED"] = "" },
                _ => new Dictionary<string, string>(),
            },
            Tasks = new()
            {
                StartDelay = Seconds(random, 5),
                Duration = Seconds(random, 40),
                CancelDelay = Seconds(random, 5),
                ListDelay = kind == 0 ? Seconds(random, random.Next(3) == 0 ? 200 : 8) : TimeSpan.Zero,
                ResultDelay = kind == 1 ? Seconds(random, 30) : TimeSpan.Zero,
            },
        };
        HasRunBefore = random.Next(3) > 0;
        IsIdempotent = random.Next(5) == 0;
        Work = random.Next(10) switch { 0 or 1 => LoadWork.Process, 2 or 3 => LoadWork.TwoImports, _ => LoadWork.Import };
        Faults = [.. Enumerable.Range(0, random.Next(6)).Select(_ => FaultOf(random))];
        Crashes = [.. Enumerable.Range(0, Math.Max(0, random.Next(5) - 2)).Select(_ => (random.Next(1, 14), random.Next(3) > 0, random.Next(3) == 0 ? MidwayOf(random) : null))];
        Timeout = random.Next(5) == 0 ? TimeSpan.FromSeconds(random.Next(20, 120)) : null;
        CancelledAt = random.Next(10) == 0 ? random.Next(1, 12) : null;
        LosesTurnAt = random.Next(8) == 0 ? random.Next(1, 10) : null;
        OthersAt = [.. Enumerable.Range(0, Math.Max(0, random.Next(5) - 2)).Select(_ => random.Next(1, 10))];
    }

    public int Seed { get; }

    public SimulatorSettings Service { get; }

    /// <summary>Whether the action's list of tasks has one that ended before the load.</summary>
    public bool HasRunBefore { get; }

    public bool IsIdempotent { get; }

    public LoadWork Work { get; }

    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>The requests at which a process dies, one after the other, whether they were sent, and how long the process waited for the answer, at most.</summary>
    public IReadOnlyList<(int Request, bool AfterAnswer, TimeSpan? Midway)> Crashes { get; }

    /// <summary>Of a try.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>The exchange after which somebody cancels the step; null where nobody does.</summary>
    public int? CancelledAt { get; }

    /// <summary>The exchange after which another step has had the model, and the file; null where none has.</summary>
    public int? LosesTurnAt { get; }

    /// <summary>The exchanges after which another user runs the same import.</summary>
    public IReadOnlyList<int> OthersAt { get; }

    public override string ToString() =>
        $"seed {Seed}: {Service} {Service.Tasks} words {string.Join(' ', Service.StateWords)} has run before {HasRunBefore}, idempotent {IsIdempotent}, {Work}, crashes {string.Join(' ', Crashes)}, "
        + $"timeout {Timeout}, cancelled at {CancelledAt}, loses its turn at {LosesTurnAt}, others at {string.Join(' ', OthersAt)}\n{string.Join('\n', Faults)}";

    private static Fault FaultOf(Random random)
    {
        var requests = Requests[random.Next(Requests.Length)];
        var fault = new Fault
        {
            Requests = requests,
            Skip = random.Next(3),
            Times = random.Next(3) switch { 0 => 1, 1 => 2, _ => requests.StartsWith("GET", StringComparison.Ordinal) ? random.Next(3, 12) : 3 },
            Delay = random.Next(4) == 0 ? Seconds(random, 40) : TimeSpan.Zero,
        };
        if (requests.EndsWith("/tasks", StringComparison.Ordinal) && random.Next(6) == 0)
        {
            // It takes effect long after everybody has given it up.
            var late = fault with { Delay = TimeSpan.FromSeconds(random.Next(5, random.Next(10) == 0 ? 900 : 200)), Times = 1 };
            return random.Next(3) switch
            {
                0 => late with { AnswersFirst = LateGateways[random.Next(LateGateways.Length)] },
                1 => late with { IgnoresAbort = true, AnswerStatus = 504 },
                _ => late with { IgnoresAbort = true },
            };
        }

        return random.Next(10) switch
        {
            0 or 1 or 2 => fault with { Status = Refusals[random.Next(Refusals.Length)], RetryAfter = random.Next(3) == 0 ? Seconds(random, 20) : null },
            3 when random.Next(2) == 0 => fault with { Says = Sayings[random.Next(Sayings.Length)] },
            3 => fault with { PageOfType = random.Next(2) == 0 ? "text/html" : "application/json" },
            4 => fault with { Hang = true, Times = 1 },
            5 => fault with { CutRequestAfter = 0 },
            6 or 7 => fault with { LoseAnswer = true },
            8 => fault with { AnswerStatus = random.Next(4) == 0 ? 200 : LateRefusals[random.Next(LateRefusals.Length)] },
            _ => random.Next(2) == 0 ? fault with { WrongText = true } : fault with { CutAnswerAfter = random.Next(30) },
        };
    }

    /// <summary>Up to half a minute of the service's.</summary>
    private static TimeSpan? MidwayOf(Random random) => TimeSpan.FromMilliseconds(random.Next(1, 400));

    private static TimeSpan Seconds(Random random, int most) => TimeSpan.FromSeconds(random.NextDouble() * most);
}
