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

    /// <summary>From now to when the service wants to be asked again; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the request may have been carried out although no answer came.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Of the answer; null where none came.</summary>
    public HttpStatusCode? Status { get; init; }
}
