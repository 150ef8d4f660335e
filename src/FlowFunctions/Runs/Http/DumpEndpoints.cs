using System.Net.Mime;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Runs;

/// <summary>The rows that a run's target rejected, over HTTP.</summary>
[Tags("Integration runs")]
public sealed class DumpEndpoints(RunStore runs, DumpStore dumps)
{
    private const string Run = "2/0/integrations/run/{runId:length(32)}";

    /// <summary>Download the rows that an import refused</summary>
    /// <param name="runId">Of the run.</param>
    /// <response code="200">The refused rows, with the column names in the first line.</response>
    [Function("GetIntegrationRunDump")]
    [Takes(Role.Viewer)]
    [AnswersContent(MediaTypeNames.Text.Csv, Text = "CSV in UTF-8, byte for byte as the target sent it: cells that a spreadsheet takes for formulas are not escaped. Import them as text.")]
    [NotFound("No run has this id, or the run has no such rows.")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Run + "/dump")] HttpRequest request, string runId, CancellationToken cancellationToken) =>
        GetAsync(request, runId, actionId: null, cancellationToken);

    /// <summary>Download the rows that an action of a process refused</summary>
    /// <param name="runId">Of the run.</param>
    /// <param name="actionId">Of the import in the process.</param>
    /// <response code="200">The refused rows, with the column names in the first line.</response>
    [Function("GetIntegrationRunActionDump")]
    [Takes(Role.Viewer)]
    [AnswersContent(MediaTypeNames.Text.Csv, Text = "CSV in UTF-8, byte for byte as the target sent it: cells that a spreadsheet takes for formulas are not escaped. Import them as text.")]
    [NotFound("No run has this id, or the action has no such rows.")]
    public Task<IResult> GetOfActionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Run + "/process/import/{actionId}/dumps")] HttpRequest request,
        string runId,
        string actionId,
        CancellationToken cancellationToken) =>
        GetAsync(request, runId, actionId, cancellationToken);

    private async Task<IResult> GetAsync(HttpRequest request, string runId, string? actionId, CancellationToken cancellationToken)
    {
        if (await runs.GetAsync(runId, cancellationToken) is null && await runs.FindStepAsync(runId, cancellationToken) is null)
        {
            throw RunAnswers.NotFound(runId);
        }

        var dump = await dumps.OpenReadAsync(runId, actionId, cancellationToken)
            ?? throw ApiError.NotFound(actionId is null ? $"Run {runId} has no dump." : $"Run {runId} has no dump of the action '{actionId}'.");

        // Conditions of a change, which a reading is not; the stream's result would answer them with a 412 that has no body.
        request.Headers.Remove(HeaderNames.IfMatch);
        request.Headers.Remove(HeaderNames.IfUnmodifiedSince);
        return Results.Stream(
            dump.Content,
            MediaTypeNames.Text.Csv,
            actionId is null ? $"dump-{runId}.csv" : $"dump-{runId}-{actionId}.csv",
            dump.LastModified,
            new EntityTagHeaderValue(Preconditions.TagOf(dump.ETag).Tag));
    }
}
