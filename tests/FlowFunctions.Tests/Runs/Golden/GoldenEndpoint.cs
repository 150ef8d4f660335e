using FlowFunctions.Tests.Targets;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>What the steps of recorded runs call: each address answers in its own way, and a task goes on until it is released.</summary>
internal sealed class GoldenEndpoint : IAsyncDisposable
{
    private readonly ScriptedEndpoint _endpoint;
    private readonly TaskCompletionSource _released = new();
    private readonly TaskCompletionSource _opened = new();
    private int _unavailable = 1;
    private int _stubborn;

    private GoldenEndpoint(ScriptedEndpoint endpoint) => _endpoint = endpoint;

    public string Url => _endpoint.Url;

    /// <summary>How often tasks were polled.</summary>
    public int Polls => _endpoint.Received.Count(request => request.Path == "/task");

    public static async Task<GoldenEndpoint> StartAsync()
    {
        var golden = new GoldenEndpoint(await ScriptedEndpoint.StartAsync());
        golden._endpoint.Otherwise(golden.AnswerAsync);
        return golden;
    }

    /// <summary>Lets tasks end.</summary>
    public void Release() => _released.SetResult();

    /// <summary>Has requests to /held answered.</summary>
    public void Open() => _opened.TrySetResult();

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/partial":
                await ScriptedEndpoint.Answer(context, 200, """{"outcome":"partial_success","message":"3 rows were rejected","details":["row 7"]}""");
                break;
            case "/failure":
                await ScriptedEndpoint.Answer(context, 422, """{"message":"No such period"}""");
                break;
            case "/flaky" when Interlocked.Exchange(ref _unavailable, 0) == 1:
                await ScriptedEndpoint.Answer(context, 503, null, ("Retry-After", "1"));
                break;
            case "/stubborn" when Interlocked.Increment(ref _stubborn) is var start && start is 1 or 3:
                await ScriptedEndpoint.Answer(context, 422, $$"""{"message":"No such period at start {{start}}"}""");
                break;
            case "/stubborn" when _stubborn == 2:
            case "/long":
                await ScriptedEndpoint.Answer(context, 202, """{"progress":0.2}""", ("Location", "/task"), ("Retry-After", "1"));
                break;
            case "/task" when HttpMethods.IsDelete(context.Request.Method):
                await ScriptedEndpoint.Answer(context, 204);
                break;
            case "/task" when !_released.Task.IsCompleted:
                await ScriptedEndpoint.Answer(context, 202, """{"progress":0.6}""", ("Retry-After", "1"));
                break;
            case "/held":
                await _opened.Task.WaitAsync(context.RequestAborted);
                goto default;
            default:
                await ScriptedEndpoint.Answer(context, 200, """{"outcome":"success"}""");
                break;
        }
    }
}
