using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Schedules;

/// <summary>When schedules run, over HTTP.</summary>
[Tags("Schedules")]
public sealed class OccurrenceEndpoints(OccurrenceCalendar calendar, ScheduleStore schedules, Runnables runnables, TimeProvider time)
{
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(7);

    /// <summary>Schedules have no date before or after these.</summary>
    private static readonly DateTimeOffset Earliest = InUtc(ScheduleInput.EarliestDate);
    private static readonly DateTimeOffset Latest = InUtc(ScheduleInput.LatestDate.AddDays(1));

    /// <summary>Say when a schedule runs next</summary>
    /// <param name="id">Of the integration, or of a flow.</param>
    /// <response code="200">The next occurrences.</response>
    [Function("GetNextOccurrences")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [TakesQuery("count")]
    [Answers<NextOccurrencesResource>("next")]
    [AnswersTag(IsOfContent = true)]
    [NotFound("No integration and no flow has this id, or it has no schedule.")]
    public async Task<IResult> NextAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "2/0/integrations/{id:length(32)}/schedule/next")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var count = QueryValues.ReadNumber(request, "count", NextOccurrencesResource.DefaultCount, 1, NextOccurrencesResource.MaximumCount, problems);
        ApiError.ThrowIfAny(problems);
        var owner = await runnables.FindAsync(id, cancellationToken) ?? throw ScheduleErrors.OwnerNotFound(id);
        var schedule = await schedules.GetAsync(id, cancellationToken) ?? throw ScheduleErrors.NotFound(owner);
        return ApiResult.Ok("next", NextOccurrencesResource.Of(schedule, time.GetUtcNow().UtcDateTime, count)).WithTagOfContent(request);
    }

    /// <summary>List what runs by its schedule in a window of time</summary>
    /// <remarks>
    /// Of all enabled schedules, in the order of time. Occurrences that are past are those since the schedule was changed or enabled last, each with the run that it started, where that is on
    /// record. A window with more than 20,000 occurrences is refused, and so is an `offset` without `from`.
    /// </remarks>
    /// <response code="200">A page of occurrences.</response>
    [Function("ListOccurrences")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [TakesQuery("from", "to")]
    [AnswersPage<ScheduledOccurrenceResource>("occurrences")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "2/0/schedules/occurrences")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var (limit, offset) = ListRequest.Read(request, problems);
        if (offset > 0 && !request.Query.ContainsKey("from"))
        {
            problems.Add(new("from", "Must be given with 'offset': left out, it is now, and the window would move from page to page."));
        }

        var from = ReadInstant(request, "from", time.GetUtcNow(), problems);
        var to = ReadInstant(request, "to", from < Latest - DefaultWindow ? from + DefaultWindow : Latest, problems);
        if (problems.Count == 0 && (to <= from || to - from > OccurrenceCalendar.MaximumWindow))
        {
            problems.Add(new("to", $"Must be after 'from', and at most {OccurrenceCalendar.MaximumWindow.TotalDays:0} days after it."));
        }

        ApiError.ThrowIfAny(problems);
        var page = await calendar.PageAsync(from, to, limit, offset, cancellationToken)
            ?? throw ApiError.Invalid("to", $"The window has more than {OccurrenceCalendar.MaximumOccurrences} occurrences; make it shorter.");
        return Paging.ToResult("occurrences", page, occurrence => occurrence).WithTagOfContent(request);
    }

    private static DateTimeOffset ReadInstant(HttpRequest request, string name, DateTimeOffset absent, List<Problem> problems)
    {
        var instant = QueryValues.ReadInstant(request, name, absent, problems);
        if (instant >= Earliest && instant <= Latest)
        {
            return instant;
        }

        problems.Add(new(name, $"Must be from {ScheduleInput.EarliestDate:yyyy-MM-dd} to {ScheduleInput.LatestDate:yyyy-MM-dd}, but is '{request.Query[name]}'."));
        return absent;
    }

    private static DateTimeOffset InUtc(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
