using System.Net;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Cli.Tests.Connecting;

public class RetriesTests
{
    private const string RunCall = $"POST /2/0/integrationflows/{SampleAnswers.Flow}/run";

    [Fact]
    public async Task Server_that_is_not_ready_is_asked_again_and_a_POST_keeps_its_idempotency_key()
    {
        await using var tool = await ScriptedTool.StartAsync();

        // Slow enough for a slow machine to come to the 409 before that is waited for no more.
        tool.Surroundings = tool.Surroundings with { Time = new FastTime(4) };
        tool.Api.AnswerAll().OnStatus(RunCall, 503, """{"message":"Storage is away."}""", retryAfter: "1").OnStatus(RunCall, 429, """{"message":"Too many."}""", retryAfter: "2")
            .OnStatus(RunCall, 409, """{"message":"Still being answered."}""", retryAfter: "1").On(RunCall, $$"""{"run":{"id":"{{SampleAnswers.Run}}"} }""");

        var run = await tool.RunAsync("run", "Nightly load");

        Assert.Equal((0, $"{SampleAnswers.Run}\n"), (run.ExitCode, run.Output));
        var keys = tool.Api.To(RunCall).Select(request => request.IdempotencyKey).ToList();
        Assert.Equal(4, keys.Count);
        Assert.Single(keys.Distinct(), key => key is { Length: 32 });
    }

    [Fact]
    public async Task Two_runs_have_two_idempotency_keys()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(RunCall, $$"""{"run":{"id":"{{SampleAnswers.Run}}"} }""");

        await tool.RunAsync("run", "Nightly load");
        await tool.RunAsync("run", "Nightly load");

        Assert.Equal(2, tool.Api.To(RunCall).Select(request => request.IdempotencyKey).Distinct().Count());
    }

    /// <summary>A host that died with the first try leaves its claim behind for two minutes.</summary>
    [Theory]
    [InlineData(1, 120, true)]
    [InlineData(20, 140, true)]
    [InlineData(20, 3_600, false)]
    public async Task Request_that_is_still_being_answered_is_waited_for_longer_than_a_claim_of_a_dead_host_lasts(int retryAfter, int seconds, bool isAnswered)
    {
        var time = new FakeTimeProvider();
        var began = time.GetUtcNow();

        using var answer = await SendAsync(time, () => time.GetUtcNow() - began < TimeSpan.FromSeconds(seconds)
            ? new(HttpStatusCode.Conflict) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(retryAfter)) } }
            : new(HttpStatusCode.OK));

        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.Conflict, answer.StatusCode);
        Assert.InRange(time.GetUtcNow() - began, TimeSpan.FromSeconds(isAnswered ? seconds : 150), TimeSpan.FromSeconds(175));
    }

    /// <summary>As where the server comes up again after the claim has run out.</summary>
    [Fact]
    public async Task Waits_for_a_claim_use_up_no_tries()
    {
        var time = new FakeTimeProvider();
        var answers = 0;

        using var answer = await SendAsync(time, () => ++answers switch
        {
            <= 8 => new(HttpStatusCode.Conflict) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(1)) } },
            <= 12 => new(HttpStatusCode.ServiceUnavailable),
            _ => new(HttpStatusCode.OK),
        });

        Assert.Equal((HttpStatusCode.OK, 13), (answer.StatusCode, answers));
    }

    [Fact]
    public async Task Server_that_says_nothing_has_its_time_for_one_try()
    {
        var time = new FakeTimeProvider();
        var tries = 0;

        await Assert.ThrowsAsync<TaskCanceledException>(() => SendAsync(time, () =>
        {
            tries++;
            return null;
        }));

        Assert.Equal((1, RetryingHandler.TryPatience), (tries, time.GetUtcNow() - new FakeTimeProvider().GetUtcNow()));
    }

    private static async Task<HttpResponseMessage> SendAsync(FakeTimeProvider time, Func<HttpResponseMessage?> answer)
    {
        var sending = SendAsync();
        while (!sending.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await sending;

        async Task<HttpResponseMessage> SendAsync()
        {
            using var client = new HttpMessageInvoker(new RetryingHandler(time, _ => { }, _ => { }, time) { InnerHandler = new AnsweringHandler(answer) });
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://localhost/"));
            return await client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Retries_have_a_limit()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.OnStatus($"GET /2/0/integrationflows{SampleAnswers.Lists}", 503, """{"message":"Storage is away."}""");

        var run = await tool.RunAsync("list");

        Assert.Equal((ExitCode.NotReachable, ""), (run.ExitCode, run.Output));
        Assert.Equal($"flows: {tool.Api.Url} is not ready: Storage is away. Try again later; 'flows doctor' says what is wrong.\n", run.Error);
        Assert.Equal(RetryingHandler.MaximumTries, tool.Api.Requests.Count);
    }

    [Fact]
    public async Task Answer_that_breaks_off_is_asked_for_again_and_told_if_it_always_does()
    {
        var list = $"GET /2/0/integrationflows{SampleAnswers.Lists}";
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.On(list, ScriptedApi.BrokenOff, ScriptedApi.BrokenOff, SampleAnswers.Flows);
        var (twice, always) = (await tool.RunAsync("list", "-o", "name"), await BreakAsync());

        Assert.Equal((0, "Nightly load\nWeekly report\n"), (twice.ExitCode, twice.Output));
        Assert.Equal((ExitCode.NotReachable, ""), (always.ExitCode, always.Output));
        Assert.Matches("^flows: http://.* broke off its answer: .* Try again later; 'flows doctor' says what is wrong\\.\n$", always.Error);

        async Task<ToolRun> BreakAsync()
        {
            await using var broken = await ScriptedTool.StartAsync();
            broken.Api.On(list, ScriptedApi.BrokenOff);
            return await broken.RunAsync("list");
        }
    }

    [Fact]
    public async Task Terminal_is_told_why_it_waits()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.OnStatus($"GET /2/0/integrationflows{SampleAnswers.Lists}", 503, """{"message":"Starting."}""", retryAfter: "3").On($"GET /2/0/integrationflows{SampleAnswers.Lists}", SampleAnswers.Flows);
        tool.Surroundings = tool.Surroundings with { IsErrorLive = true };

        var run = await tool.RunAsync("list", "-o", "name");

        Assert.Equal((0, $"{tool.Api.Url} does not do it yet (503); asking again in 3 s.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Server_that_asks_for_minutes_is_not_waited_for()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.OnStatus($"GET /2/0/integrationflows{SampleAnswers.Lists}", 503, """{"message":"Maintenance."}""", retryAfter: "600");

        var run = await tool.RunAsync("list");

        Assert.Equal(ExitCode.NotReachable, run.ExitCode);
        Assert.Single(tool.Api.Requests);
    }

    [Fact]
    public async Task Nobody_who_listens_is_exit_code_6_with_the_cure()
    {
        using var port = new RefusingPort();
        await using var tool = await ScriptedTool.StartAsync();

        var run = await tool.RunAsync("list", "--server", $"http://127.0.0.1:{port.Number}", "--verbose");

        Assert.Equal((ExitCode.NotReachable, ""), (run.ExitCode, run.Output));
        Assert.Contains("Start it with 'flows serve', or name another with --server or FLOWS_SERVER.", run.Error);
        Assert.Equal(RetryingHandler.MaximumTries, run.Error.Split("-> Connection refused").Length - 1);
    }

    [Fact]
    public async Task Waiting_longer_than_the_timeout_is_exit_code_5()
    {
        await using var tool = await ScriptedTool.StartAsync();
        var call = $"GET /2/0/integrationflows{SampleAnswers.Lists}";
        var never = new TaskCompletionSource();
        tool.Api.On(call, SampleAnswers.Flows).Before(call, () => never.Task);

        var run = await tool.RunAsync("list", "--timeout", "2s");
        never.SetResult();

        Assert.Equal((ExitCode.WaitedTooLong, ""), (run.ExitCode, run.Output));
        Assert.Equal("flows: Not done within --timeout 2 s. What the server was asked for goes on there.\n", run.Error);
    }

    /// <summary>Null is no answer at all.</summary>
    private sealed class AnsweringHandler(Func<HttpResponseMessage?> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (answer() is { } given)
                return given;
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("Nobody waits for ever.");
        }
    }
}
