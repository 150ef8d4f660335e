using FlowFunctions.Core.Runs;

namespace FlowFunctions.Targets.Stores;

/// <summary>
/// A store did not do what it was asked. The message tells a planner what to do about it, names the connection, the place and the file, and holds no
/// credentials.
/// </summary>
/// <param name="fault">What is wrong.</param>
/// <param name="message">For a person.</param>
/// <param name="cause">What the store's library threw; null where there is nothing behind it.</param>
internal sealed class StoreException(StoreFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public StoreFault Fault { get; } = fault;

    /// <summary>One of <see cref="RunErrorCodes"/>.</summary>
    public int ErrorCode => Fault is StoreFault.Refused or StoreFault.Connection or StoreFault.Misnamed or StoreFault.Unavailable
        ? RunErrorCodes.ConnectionRefused
        : RunErrorCodes.RejectedByTarget;

    /// <summary>Whether asking again may help.</summary>
    public bool IsTransient => Fault == StoreFault.Unavailable;

    /// <summary>When the store wants to be asked again; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
