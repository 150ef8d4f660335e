using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Dashboard.Tests.Stage;

/// <summary>
/// Runs the steps of the tests' flows: <c>/ok</c> succeeds, <c>/partial</c> in part, <c>/fail</c> fails with a message, <c>/details</c> with details too; <c>/held/NAME</c> goes on until the test
/// lets NAME go. Anything else is not there.
/// </summary>
internal sealed class StepServer : LoopbackServer
{
    public const string Failure = "The export of the ledger is closed for the night.";

    public const string Detail = "Row 7: no product 4711.";

    private readonly ConcurrentDictionary<string, bool> _released = new(StringComparer.Ordinal);

    public static Task<StepServer> StartAsync() => StartAsync(new StepServer());

    public void Release(string name) => _released[name] = true;

    protected override async Task HandleAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case ["ok"]:
                await AnswerAsync(context, new() { ["outcome"] = "success", ["message"] = "Loaded 12 rows." });
                break;
            case ["partial"]:
                await AnswerAsync(context, new() { ["outcome"] = "partial_success", ["message"] = "2 of 12 rows were refused." });
                break;
            case ["fail"]:
                await AnswerAsync(context, new() { ["outcome"] = "failure", ["message"] = Failure });
                break;
            case ["details"]:
                await AnswerAsync(context, new() { ["outcome"] = "failure", ["message"] = Failure, ["details"] = new JsonArray(Detail, "Row 9: no product 4712.") });
                break;
            case ["held", var name] when _released.ContainsKey(name):
                await AnswerAsync(context, new() { ["outcome"] = "success" });
                break;
            case ["held", _]:
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"{Url}{context.Request.Path}");
                context.Response.Headers.RetryAfter = "1";
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static Task AnswerAsync(HttpContext context, JsonObject answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}
