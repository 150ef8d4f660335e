namespace FlowFunctions.Steps;

/// <summary>Keeps the rows that a target rejected, where people fetch them from.</summary>
public interface IRejectedRows
{
    /// <summary>Action ids are digits in the service that they come from; this is as long as a <see cref="long"/>.</summary>
    const int MaximumActionIdLength = 19;

    /// <summary>
    /// Stores what <paramref name="write"/> writes to its stream. The rows are there once they are whole; where <paramref name="write"/> or storage fails, this throws
    /// and what was there before stays.
    /// </summary>
    /// <param name="call">The step.</param>
    /// <param name="actionId">The action of a process; null for the rows of the step itself.</param>
    /// <param name="write">Writes CSV; need not flush or close.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    /// <exception cref="ArgumentException">The action's id is not 1 to 19 digits.</exception>
    Task WriteAsync(StepCall call, string? actionId, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Deletes all rows of a step.</summary>
    Task DeleteAsync(StepCall call, CancellationToken cancellationToken);

    /// <summary>Whether rejected rows can be kept under it.</summary>
    static bool IsActionId(string actionId) => actionId.Length is > 0 and <= MaximumActionIdLength && actionId.All(char.IsAsciiDigit);
}
