using Microsoft.DurableTask;

namespace FlowFunctions.Embedded.Engine.History;

/// <summary>A failure as it is stored.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">Where it was thrown, if that is known.</param>
/// <param name="Inner">The failure that caused this one, if any.</param>
/// <param name="IsNonRetriable">Whether a retry cannot help: the function does not exist.</param>
internal sealed record Failure(string ErrorType, string ErrorMessage, string? StackTrace, Failure? Inner, bool IsNonRetriable = false)
{
    public static Failure Of(Exception exception) => new(
        exception.GetType().ToString(),
        exception.Message,
        exception.StackTrace,
        exception is TaskFailedException { InnerException: null } failed ? Of(failed.FailureDetails)
            : exception.InnerException is { } inner ? Of(inner) : null);

    public TaskFailureDetails ToDetails() => new(ErrorType, ErrorMessage, StackTrace, Inner?.ToDetails(), null);

    private static Failure Of(TaskFailureDetails details) =>
        new(details.ErrorType, details.ErrorMessage, details.StackTrace, details.InnerFailure is { } inner ? Of(inner) : null);
}
