using System.Text.Json;
using FlowFunctions.Steps;
using Microsoft.DurableTask;

namespace FlowFunctions.Runs;

/// <summary>
/// Calls whose results are their own. The Azure Storage provider sends what a turn asks for before it keeps the turn; where a host dies between, or two have the instance for a moment, the turn is
/// taken again with other events, and may ask for other things under the same numbers. Then a call can get what the turn that was not kept had asked for: another step's report, or nothing.
/// What is called is safe to be called again, and says of what it tells; so it is.
/// </summary>
internal static class OwnResults
{
    /// <summary>Calls an activity of a step until the report is of the call's own try.</summary>
    /// <exception cref="TaskFailedException">All its tries have failed.</exception>
    public static async Task<StepReport> CallForReportAsync(this TaskOrchestrationContext context, string activity, StepCall call)
    {
        while (true)
        {
            if (await ReadAsync(context.CallActivityAsync<StepReport>(activity, call, ActivityRetry.Options)) is { } report && report.IsOf(call))
            {
                return report;
            }
        }
    }

    /// <summary>Has a step awaited, and asks for its report itself where the wait's is not its own.</summary>
    /// <exception cref="TaskFailedException">All tries have failed.</exception>
    public static async Task<StepReport> AwaitForReportAsync(this TaskOrchestrationContext context, StepWait wait, string instanceId)
    {
        var report = await ReadAsync(context.CallSubOrchestratorAsync<StepReport>(nameof(AwaitStep), wait, new SubOrchestrationOptions(instanceId: instanceId)));
        return report is not null && report.IsOf(wait.Call) ? report : await context.CallForReportAsync(nameof(ContinueStep), wait.Call);
    }

    /// <summary>Calls an activity of a step until it answers with a text, or with nothing.</summary>
    /// <exception cref="TaskFailedException">All its tries have failed.</exception>
    public static async Task<string?> CallForTextAsync(this TaskOrchestrationContext context, string activity, StepCall call)
    {
        while (true)
        {
            try
            {
                return await context.CallActivityAsync<string?>(activity, call, ActivityRetry.Options);
            }
            catch (JsonException)
            {
                // Another call's.
            }
        }
    }

    /// <summary>Calls an activity until it says whose it was; nothing, as in histories of before, is taken for that.</summary>
    /// <exception cref="TaskFailedException">All its tries have failed.</exception>
    public static async Task CallForIdAsync(this TaskOrchestrationContext context, string activity, object input, string id, TaskOptions options)
    {
        string? told;
        do
        {
            told = await ReadAsync(context.CallActivityAsync<string>(activity, input, options), "");
        }
        while (told is not null && told != id);
    }

    /// <summary>A result of another shape is another call's.</summary>
    private static async Task<T?> ReadAsync<T>(Task<T> result, T? otherwise = null)
        where T : class
    {
        try
        {
            return await result;
        }
        catch (JsonException)
        {
            return otherwise;
        }
    }
}
