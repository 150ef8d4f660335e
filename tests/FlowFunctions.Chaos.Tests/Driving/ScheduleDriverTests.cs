using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Driving;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Chaos.Tests.Driving;

public sealed class ScheduleDriverTests : IDisposable
{
    private const string Schedule = "integrations/f1/schedule";
    private const string History = "integrationflows/f1/runs?limit=1000";

    private static readonly DateTimeOffset Beginning = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly InstalledFlow Flow = new(FlowShapes.Draw(7, 0), "f1", ["i1"]);

    private readonly FakeTimeProvider _time = new(Beginning);
    private readonly SavedAnswers _answers = new();
    private readonly HttpClient _client;
    private readonly ScheduleDriver _driver;
    private bool _isOver;

    public ScheduleDriverTests()
    {
        _client = new HttpClient(_answers) { BaseAddress = SavedAnswers.Address };
        _driver = new ScheduleDriver(Flow, new ChaosApi(_ => Task.FromResult(_client), new Findings()), new TrialClock(_time), _time);
        _answers[$"POST {Schedule}"] = _answers[$"PUT {Schedule}"] = (HttpStatusCode.OK, new JsonObject());
        Ran();
    }

    public void Dispose()
    {
        _client.Dispose();
        _answers.Dispose();
    }

    [Fact]
    public async Task Next_time_is_set_when_the_one_before_has_run()
    {
        var driving = await StartAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(70));
        Assert.Equal(1, Schedules);

        Ran("r1");
        await AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.Equal(2, Schedules);

        _isOver = true;
        Ran("r1", "r2");
        await AdvanceAsync(TimeSpan.FromSeconds(100));
        await driving;
        Assert.Equal(["r1", "r2"], _driver.Occurrences.Select(occurrence => occurrence.RunId));
    }

    /// <summary>Else the second run of the first would be the second's only one, and the second replaced before its time.</summary>
    [Fact]
    public async Task Time_that_has_not_come_is_not_replaced_whatever_has_run()
    {
        var driving = await StartAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(61));
        Ran("r1");
        await AdvanceAsync(TimeSpan.FromSeconds(4));
        Ran("r1", "r1-again");
        await AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(2, Schedules);

        _isOver = true;
        Ran("r1", "r1-again", "r2");
        await AdvanceAsync(TimeSpan.FromSeconds(120));
        await driving;

        Assert.Equal(FindingKind.Doubled, Assert.Single(Occurrence.Judge("A flow", _driver.Occurrences, [Entry("r1"), Entry("r1-again"), Entry("r2")])).Kind);
    }

    private int Schedules => _answers.Asked.Count(request => request.EndsWith(Schedule, StringComparison.Ordinal));

    /// <summary>Returns when the driver waits for the clock.</summary>
    /// <remarks>On a thread of the pool, as <see cref="AdvanceAsync"/>: there what waits for the clock goes on within the call that moves it, whatever context the test has.</remarks>
    private async Task<Task> StartAsync()
    {
        // Not Task.Run, which would wait for the driver's end.
        var driving = await Task.Factory.StartNew(
            () => _driver.RunAsync(() => _isOver, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken, TaskCreationOptions.None, TaskScheduler.Default);
        Assert.Equal(1, Schedules);
        return driving;
    }

    private Task AdvanceAsync(TimeSpan span) => Task.Run(
        () =>
        {
            for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromSeconds(1))
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        },
        TestContext.Current.CancellationToken);

    private void Ran(params IEnumerable<string> ids) => _answers[History] = (HttpStatusCode.OK, new JsonObject { ["runs"] = new JsonArray([.. ids.Select(Node)]) });

    private static JsonObject Node(string id) => new()
    {
        ["id"] = id,
        ["startDate"] = Beginning.ToString("O", CultureInfo.InvariantCulture),
        ["endDate"] = Beginning.AddSeconds(1).ToString("O", CultureInfo.InvariantCulture),
        ["success"] = true,
        ["message"] = "Success",
        ["triggerSource"] = "scheduled",
    };

    private static RunSeen Entry(string id) => RunSeen.Of(Node(id), Beginning);
}
