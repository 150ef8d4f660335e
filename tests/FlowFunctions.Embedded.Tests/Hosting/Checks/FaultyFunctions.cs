using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Hosting.Checks;

public static class FaultyFunctions
{
    [Function("Twice")]
    public static IResult First([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "same/{id}")] HttpRequest request) => Results.Text(request.Path);

    [Function("TWICE")]
    public static IResult Second([HttpTrigger(AuthorizationLevel.Anonymous, Route = "SAME/{other}")] HttpRequest request) => Results.Text(request.Path);

    [Function("Guarded")]
    public static string Guarded([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => request.Path;

    [Function("Misrouted")]
    public static IResult Misrouted([HttpTrigger(AuthorizationLevel.Anonymous, Route = "broken/{id")] HttpRequest request) => Results.Text(request.Path);

    [Function("Constrained")]
    public static IResult Constrained([HttpTrigger(AuthorizationLevel.Anonymous, Route = "odd/{id:odd}")] HttpRequest request) => Results.Text(request.Path);

    [Function("Untriggered")]
    public static void Untriggered(string nothing) => ArgumentNullException.ThrowIfNull(nothing);

    [Function("Hidden")]
    internal static void Hidden([QueueTrigger("queue")] string message) => ArgumentNullException.ThrowIfNull(message);

    [Function("Badly-timed")]
    public static void BadlyTimed([TimerTrigger("every day")] TimerInfo timer) => ArgumentNullException.ThrowIfNull(timer);

    [Function("Unset")]
    public static void Unset([TimerTrigger("%No:Such%")] TimerInfo timer) => ArgumentNullException.ThrowIfNull(timer);

    [Function("Misnamed")]
    public static void Misnamed([QueueTrigger("-No-Queue-")] string message) => ArgumentNullException.ThrowIfNull(message);

    [Function("Elsewhere")]
    public static void Elsewhere([QueueTrigger("queue", Connection = "OtherStorage")] string message, [DurableClient(TaskHub = "Other")] DurableTaskClient client) =>
        ArgumentNullException.ThrowIfNull(client, message);

    [Function("Unfilled")]
    public static IResult Unfilled([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, Uri service) => Results.Text(request.Path + service);
}
