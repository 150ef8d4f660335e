using System.Net;
using System.Net.Mime;
using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Flows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Chaos.Target;

/// <summary>What all steps call, and what all notices go to: does what each operation's script says, and remembers it.</summary>
internal sealed class TargetServer : IAsyncDisposable
{
    private const string StepsPath = "/steps/";
    private const string TasksPath = "/tasks/";
    private const string NoticesPath = "/notices";
    private const double PollFaults = 0.08;

    private readonly WebApplication _server;
    private readonly int _seed;
    private long _requests;

    private TargetServer(int seed, IReadOnlyDictionary<string, StepPace> paces, TimeProvider time)
    {
        _seed = seed;
        Operations = new(seed, paces, time);
        Notices = new(seed);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public Operations Operations { get; }

    /// <summary>How many came so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public Notices Notices { get; }

    /// <summary>Of the webhook.</summary>
    public string NoticesAddress => $"{_server.Urls.Single()}{NoticesPath}";

    /// <param name="seed">Of the trial.</param>
    /// <param name="paces">Of steps that have not the usual one.</param>
    /// <param name="time">Of the trial.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<TargetServer> StartAsync(int seed, IReadOnlyDictionary<string, StepPace> paces, TimeProvider time, CancellationToken cancellationToken)
    {
        var target = new TargetServer(seed, paces, time);
        await target._server.StartAsync(cancellationToken);
        return target;
    }

    /// <param name="step">Names the step among those of all flows; letters, digits and hyphens.</param>
    public string AddressOf(string step) => $"{_server.Urls.Single()}{StepsPath}{step}";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _requests);
        try
        {
            var path = http.Request.Path.Value!;
            await (path switch
            {
                _ when path.StartsWith(StepsPath, StringComparison.Ordinal) => CallAsync(http, path[StepsPath.Length..]),
                _ when path.StartsWith(TasksPath, StringComparison.Ordinal) => LookAsync(http, path[TasksPath.Length..]),
                _ => NoticeAsync(http),
            });
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or BadHttpRequestException && http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody hears an answer.
            http.Abort();
        }
    }

    private async Task CallAsync(HttpContext http, string step)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var (operation, fault) = Operations.Call((string)body!["operationId"]!, (string)body["runId"]!, step);
        if (fault is { } instead)
        {
            await MisbehaveAsync(http, instead);
        }
        else if (operation.Script.IsTask)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            http.Response.Headers.Location = TasksPath + operation.Id;
        }
        else
        {
            await Task.Delay(Operations.LeftOf(operation), http.RequestAborted);
            await TellAsync(http, operation);
        }
    }

    /// <summary>A poll of a task, or its cancellation.</summary>
    private async Task LookAsync(HttpContext http, string operationId)
    {
        if (HttpMethods.IsDelete(http.Request.Method))
        {
            http.Response.StatusCode = Operations.Cancel(operationId) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        }
        else if (Operations.Poll(operationId) is not { } operation)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (Draws.Of(_seed, "poll", operation.Step, operation.Polls) is var random && random.Chance(PollFaults))
        {
            await MisbehaveAsync(http, random.Pick((CallFault.Unavailable, 2), (CallFault.ResetBefore, 1)));
        }
        else if (Operations.LeftOf(operation) > TimeSpan.Zero)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        else
        {
            await TellAsync(http, operation);
        }
    }

    private async Task NoticeAsync(HttpContext http)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var notice = new Notice((string)body!["runId"]!, (string)body["id"]!, (string)body["type"]!, (string)body["message"]!);
        if (Notices.Take(notice) is { } fault)
        {
            await MisbehaveAsync(http, fault);
        }
    }

    private async Task TellAsync(HttpContext http, Operation operation)
    {
        var outcome = operation.Script.Outcome;
        Operations.Tell(operation);
        http.Response.StatusCode = outcome.HttpStatus;
        if (outcome.HttpStatus == StatusCodes.Status200OK)
        {
            http.Response.ContentType = MediaTypeNames.Application.Json;
            var answer = new JsonObject { ["outcome"] = outcome.Status, ["message"] = outcome.Message, ["executionErrorCode"] = outcome.ErrorCode };
            await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
        }
    }

    private static async Task MisbehaveAsync(HttpContext http, CallFault fault)
    {
        if (CallFaults.StatusOf(fault) is { } status)
        {
            http.Response.StatusCode = status;
            return;
        }

        if (fault == CallFault.Silence)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        http.Abort();
    }
}
