using FlowFunctions.Chaos.Flows;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Chaos.Weather;

/// <summary>Decides which request goes wrong, and how. Thread-safe.</summary>
/// <param name="seed">Of the trial. Which request is which depends on hosts, so the draws repeat and what they meet does not.</param>
/// <param name="hub">The task hub, whose tables and queues are the provider's: it takes a lost race for a sign that another host has the orchestration.</param>
internal sealed class StorageFaults(int seed, string hub)
{
    private readonly Lock _lock = new();
    private readonly Random _random = Draws.Of(seed, "storage");

    /// <summary>Of the requests, 0 to 1.</summary>
    public double Share { get; set; }

    /// <param name="service">blob, queue or table.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="guarded">The row that it changes only in the version that it knows; null for none.</param>
    /// <returns>Null where all goes well.</returns>
    public StorageFault? Draw(string service, HttpRequest request, GuardedRow? guarded)
    {
        lock (_lock)
        {
            if (!_random.Chance(Share))
            {
                return null;
            }

            var fault = _random.Pick(
                (StorageFault.InternalError, 3),
                (StorageFault.Busy, 4),
                (StorageFault.TooManyRequests, 2),
                (StorageFault.LostRace, 3),
                (StorageFault.LostRaceAfter, 1),
                (StorageFault.ResetBefore, 3),
                (StorageFault.SilenceBefore, 0.5),
                (StorageFault.InternalErrorAfter, 3),
                (StorageFault.ResetAfter, 4),
                (StorageFault.SilenceAfter, 0.5),
                (StorageFault.Slow, 4));
            return fault switch
            {
                StorageFault.LostRace or StorageFault.LostRaceAfter => guarded is not null && !IsOfHub(guarded.Table) ? fault : StorageFault.Busy,

                // A message that nobody hears of stays hidden until its time is over. That is its package's affair, and the trial would only wait.
                _ when HasEffect(fault) && IsDequeue(service, request) => StorageFault.Busy,
                _ => fault,
            };
        }
    }

    /// <summary>Whether it is done all the same, and only its answer is lost.</summary>
    public static bool HasEffect(StorageFault fault) => fault is StorageFault.InternalErrorAfter or StorageFault.ResetAfter or StorageFault.SilenceAfter or StorageFault.LostRaceAfter;

    /// <summary>Null where there is no answer, and for one that is only late.</summary>
    public static (int Status, string Code)? AnswerOf(StorageFault fault) => fault switch
    {
        StorageFault.InternalError or StorageFault.InternalErrorAfter => (StatusCodes.Status500InternalServerError, "InternalError"),
        StorageFault.Busy => (StatusCodes.Status503ServiceUnavailable, "ServerBusy"),
        StorageFault.TooManyRequests => (StatusCodes.Status429TooManyRequests, "TooManyRequests"),
        StorageFault.LostRaceAfter => (StatusCodes.Status412PreconditionFailed, "UpdateConditionNotSatisfied"),
        _ => null,
    };

    /// <summary>Whether messages are taken from a queue of the application.</summary>
    public bool IsDequeue(string service, HttpRequest request) =>
        service == "queue" && HttpMethods.IsGet(request.Method) && request.Path.Value!.EndsWith("/messages", StringComparison.Ordinal) && !request.Query.ContainsKey("peekonly")
        && request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries) is [_, var queue, ..] && !IsOfHub(queue);

    private bool IsOfHub(string name) => name.StartsWith(hub, StringComparison.OrdinalIgnoreCase);
}
