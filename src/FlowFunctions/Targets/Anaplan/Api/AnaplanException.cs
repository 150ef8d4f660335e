using System.Net;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>A request to Anaplan that was not answered as asked. Its message tells a planner what to do; it holds no secret.</summary>
internal sealed class AnaplanException(int errorCode, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>One of <see cref="RunErrorCodes"/>.</summary>
    public int ErrorCode { get; } = errorCode;

    /// <summary>Whether the same request may be answered later, with nothing changed by anybody.</summary>
    public bool IsTransient { get; init; }

    /// <summary>
    /// Whether the service says that the model, or the service itself, is busy, and nothing is wrong with what was asked: "Model or object busy" is 409, a locked model 423, a maintenance 503.
    /// </summary>
    public bool IsBusy => Status is HttpStatusCode.Conflict or HttpStatusCode.Locked or HttpStatusCode.ServiceUnavailable;

    /// <summary>From now to when the service wants to be asked again; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the request may have been carried out although no answer came.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Whether what was asked may have been done all the same, and nobody can tell: it must not be asked again.</summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>Of the answer; null where none came.</summary>
    public HttpStatusCode? Status { get; init; }
}
