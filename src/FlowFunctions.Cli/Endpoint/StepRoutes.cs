using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace FlowFunctions.Cli.Endpoint;

/// <summary>
/// The three calls of an endpoint that runs steps; read it to write your own.
/// Answer the POST at once with the outcome, or with 202 and a Location that tells how far the work is until it is done.
/// </summary>
internal sealed class StepRoutes(IReadOnlyDictionary<string, StepScript> scripts, double speed, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Operation> _operations = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/steps/{step}", Start);
        routes.MapGet("/operations/{id}", Poll);
        routes.MapDelete("/operations/{id}", Cancel);
    }

    /// <summary>
    /// The service repeats a call that it got no answer to, so the work is looked up by its key first and started only if it is new.
    /// 503 asks for another try; a 4xx would end the step as a failure with the body's message.
    /// </summary>
    private IResult Start(string step, StepCall call, [FromHeader(Name = "Idempotency-Key")] string? key, HttpResponse response)
    {
        if (key is null || key != call.OperationId)
            return Answer(StatusCodes.Status400BadRequest, "The header Idempotency-Key has to carry the operationId.");
        if (!scripts.TryGetValue(step, out var script))
            return Answer(StatusCodes.Status404NotFound, $"There is no step '{step}'.");

        var operation = _operations.GetOrAdd(key, id => new Operation(id, script, script.Duration / speed, time));
        if (!operation.TryStart())
        {
            AskAgainSoon(response);
            return Answer(StatusCodes.Status503ServiceUnavailable, "The mail server is busy; try again.");
        }

        return Tell(operation, response);
    }

    private IResult Poll(string id, HttpResponse response) => _operations.TryGetValue(id, out var operation)
        ? Tell(operation, response)
        : Answer(StatusCodes.Status404NotFound, $"There is no operation '{id}'.");

    /// <summary>The service asks for it when a run is cancelled; an endpoint that cannot stop its work may leave this out.</summary>
    private IResult Cancel(string id)
    {
        if (_operations.TryGetValue(id, out var operation))
            operation.Cancel();
        return Results.NoContent();
    }

    private static IResult Tell(Operation operation, HttpResponse response)
    {
        var (isDone, answer) = operation.Look();
        if (isDone)
            return Results.Json(answer, EndpointJson.Default.StepAnswer);
        response.Headers.Location = $"/operations/{operation.Id}";
        AskAgainSoon(response);
        return Results.Json(answer, EndpointJson.Default.StepAnswer, statusCode: StatusCodes.Status202Accepted);
    }

    private static void AskAgainSoon(HttpResponse response) => response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);

    public static IResult Answer(int status, string message) =>
        Results.Json(new StepAnswer { Message = message }, EndpointJson.Default.StepAnswer, statusCode: status);
}
