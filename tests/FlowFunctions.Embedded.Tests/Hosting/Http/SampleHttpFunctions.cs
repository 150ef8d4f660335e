using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace FlowFunctions.Embedded.Tests.Hosting.Http;

public sealed class SampleHttpFunctions(SampleCounter counter)
{
    [Function("ByResult")]
    public static IResult ByResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Results.Json(new { path = request.Path.Value });

    [Function("ByActionResult")]
    public static IActionResult ByActionResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        new ObjectResult(new { path = request.Path.Value }) { StatusCode = 418 };

    [Function("ByTask")]
    public static async Task<IResult> ByTaskAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        await request.BodyReader.ReadAsync(cancellationToken);
        return Results.Text("awaited");
    }

    [Function("ByResponse")]
    public static async Task ByResponseAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context) =>
        await request.HttpContext.Response.WriteAsync($"{context.FunctionDefinition.Name} {context.GetHttpContext() == request.HttpContext}");

    [Function("Values")]
    public static IResult Values(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "values/{text}/{number:int}/{id:guid}/{*rest}")] HttpRequest request,
        string text,
        int number,
        Guid id,
        string? rest,
        bool? flag) =>
        Results.Text($"{text} {number} {id} {rest} {flag}");

    [Function("Body")]
    public static IResult Body([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, [FromBody] SampleBody body) =>
        Results.Text($"{body.Name} {body.Count}");

    [Function("Throws")]
    public static IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException($"{request.Path} fails on purpose");

    [Function("Counts")]
    public IResult Counts([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        counter.Add(request.Path);
        return Results.Text($"{counter.Count}");
    }

    [Function("AaaFirst")]
    public static IResult First([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "order/{any}")] HttpRequest request, string any) =>
        Results.Text($"first {any}");

    [Function("BbbSecond")]
    public static IResult Second([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "order/second")] HttpRequest request) =>
        Results.Text("second");
}
