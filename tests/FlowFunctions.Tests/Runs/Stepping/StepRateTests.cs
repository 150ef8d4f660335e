using System.Net;
using FlowFunctions.Outgoing;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;
using FlowFunctions.Tests.Targets.Endpoint;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Runs.Stepping;

/// <summary>How often an endpoint is asked, whatever it wishes.</summary>
[Needs(Need.Azurite)]
public sealed class StepRateTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Watched = TimeSpan.FromHours(3);

    public static TheoryData<int, string?, double, double> Wishes => new()
    {
        // Status, Retry-After, and the shortest and the longest wait that there may be, in seconds.
        { 202, null, 5, 5.5 },
        { 202, "0", 5, 5.5 },
        { 202, "-1", 5, 5.5 },
        { 202, "soon", 5, 5.5 },
        { 202, "1", 1, 1.1 },
        { 202, "Mon, 23 Nov 2026 08:00:00 GMT", 5, 5.5 },
        { 202, "600", 600, 660 },
        { 202, "31536000", 3600, 3600 },
        { 202, "99999999999999999999", 3600, 3600 },
        { 202, "Wed, 24 Nov 2027 08:00:00 GMT", 3600, 3600 },
        { 503, null, 1, 60 },
        { 503, "0", 1, 60 },
        { 503, "nonsense", 1, 60 },
        { 503, "Mon, 23 Nov 2026 08:00:00 GMT", 1, 60 },
        { 503, "90", 90, 99 },
        { 503, "31536000", 3600, 3600 },
        { 503, "Wed, 24 Nov 2027 08:00:00 GMT", 3600, 3600 },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task Two_requests_of_a_step_are_a_second_to_an_hour_apart_whatever_is_asked(int status, string? retryAfter, double shortest, double longest)
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        var asked = new List<DateTimeOffset>();
        using var answers = new CannedAnswers(_ =>
        {
            asked.Add(scope.Time.GetUtcNow());
            var answer = new HttpResponseMessage((HttpStatusCode)status);
            answer.Headers.TryAddWithoutValidation("Location", "/tasks/1");
            answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            return answer;
        });
        await using var host = new TargetHost(scope.Time, handler: answers);
        var driver = new StepDriver(
            host.Target, scope.Handles, new BackOff(new Random(1).NextDouble), Options.Create(new TargetsOptions { MaxAttempts = 100 }), scope.Time, NullLogger<StepDriver>.Instance);
        var call = TargetHost.Call("https://example.com", endpoint => endpoint with { Timeout = TimeSpan.FromDays(1) });

        var end = scope.Time.GetUtcNow() + Watched;
        var report = await driver.StartAsync(call, CancellationToken.None);
        while (report.NextAt is { } next && next < end.UtcDateTime && asked.Count < 15)
        {
            scope.Time.SetUtcNow(new DateTimeOffset(next));
            report = await driver.AdvanceAsync(call, CancellationToken.None);
        }

        var waits = asked.Zip(asked.Skip(1), (one, other) => (other - one).TotalSeconds).ToList();
        Assert.NotEmpty(waits);
        Assert.All(waits, wait => Assert.InRange(wait, shortest - 0.001, longest + 0.001));
    }
}
