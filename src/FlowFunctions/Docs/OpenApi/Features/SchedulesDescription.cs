using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Schedules of integrations and flows.</summary>
internal static class SchedulesDescription
{
    public const string Tag = "Schedules";

    private const string Item = "/2/0/integrations/{id}/schedule";
    private const string TimePattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    private static readonly string Dates = string.Create(CultureInfo.InvariantCulture, $"from {ScheduleInput.EarliestDate:yyyy-MM-dd} to {ScheduleInput.LatestDate:yyyy-MM-dd}");

    private static readonly Parameter AnyId = Parameter.Path("id", Schema.Id("Of the integration, or of a flow."));

    public static IEnumerable<Operation> Operations =>
    [
        new()
        {
            Function = "GetSchedule",
            Method = "GET",
            Path = Item,
            Tag = Tag,
            Summary = "Read a schedule",
            PathParameters = [AnyId],
            Answer = Answer.Of("The schedule.", Field.Of("schedule", Schema.Ref("Schedule"))) with { HasTag = true, Examples = [ScheduleExamples.Answer] },
            NotFound = "No integration and no flow has this id, or it has no schedule.",
        },
        new()
        {
            Function = "CreateSchedule",
            Method = "POST",
            Path = Item,
            Tag = Tag,
            Summary = "Schedule an integration or a flow",
            Description = "It is enabled. A schedule that has no run between now and its end is refused.",
            PathParameters = [AnyId],
            Body = new(Schema.Ref("ScheduleRequest"), ScheduleExamples.OfEachType),
            Answer = Answer.Of("It is scheduled.") with { HasTag = true },
            NotFound = "No integration and no flow has this id.",
            Conflict = "It has a schedule already.",
        },
        new()
        {
            Function = "ReplaceSchedule",
            Method = "PUT",
            Path = Item,
            Tag = Tag,
            Summary = "Replace a schedule",
            Description = "A schedule that is disabled stays so. Its runs are from now on those of the caller.",
            PathParameters = [AnyId],
            Body = new(Schema.Ref("ScheduleRequest"), ScheduleExamples.Hourly),
            Answer = Answer.Of("It is scheduled anew.") with { HasTag = true },
            NotFound = "No integration and no flow has this id, or it has no schedule.",
        },
        new()
        {
            Function = "DeleteSchedule",
            Method = "DELETE",
            Path = Item,
            Tag = Tag,
            Summary = "Delete a schedule",
            PathParameters = [AnyId],
            Answer = Answer.Of("It is scheduled no more."),
            NotFound = "No integration and no flow has this id, or it has no schedule.",
        },
        new()
        {
            Function = "SetScheduleStatus",
            Method = "POST",
            Path = Item + "/status/{status}",
            Tag = Tag,
            Summary = "Enable or disable a schedule",
            Description = "What a disabled schedule misses is not caught up.",
            PathParameters = [AnyId, Parameter.Path("status", Schema.OneOf("What it shall be.", "enabled", "disabled"))],
            Answer = Answer.Of("It is so.") with { HasTag = true },
            ChangesDocument = true,
            NotFound = "No integration and no flow has this id, or it has no schedule.",
        },
    ];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas =>
    [
        new("ScheduleRequest", Schema.Object(
            "A schedule, and for what it is.",
            Field.Of("integrationId", Schema.Id("The same as in the path.")),
            Field.Of("schedule", Schema.Ref("ScheduleInput")))),
        new("ScheduleInput", Schema.Either(
            "When to run.",
            InputOf("Once a day, or once a month.", ["daily", "monthly_specific_day", "monthly_relative_weekday"], ["time"], ["daysOfWeek"]),
            InputOf("On some days of the week.", ["weekly"], ["time", "daysOfWeek"], []),
            InputOf("Again and again within a window of the day.", ["hourly"], ["fromTime", "toTime"], ["repeatEvery", "daysOfWeek"]))),
        new("Schedule", Schema.Object(
            "When it runs. Fields that its type does not take are null.",
            [
                .. Always("hourly", "daily", "weekly", "monthly_specific_day", "monthly_relative_weekday"),
                Field.Of("endDate", EndDate().OrNull()),
                .. Timing().Select(one => Field.Of(one.Name, one.Name == "daysOfWeek" ? one.Schema : one.Schema.OrNull())),
                Field.Of("status", Schema.OneOf("A disabled schedule starts nothing.", "enabled", "disabled")),
            ])),
    ];

    private static IEnumerable<Field> Always(params IEnumerable<string> types) =>
    [
        Field.Of("name", Schema.Name("Of the schedule.", ScheduleInput.MaximumNameLength)),
        Field.Of("type", Schema.OneOf(
            "How it repeats. `monthly_specific_day`: on the start date's day of the month, the last day where a month is shorter. `monthly_relative_weekday`: on the start "
                + "date's weekday and ordinal, as the second Tuesday; the fifth is the last.",
            types)),
        Field.Of("timezone", Schema.Text(
            "IANA id (`Europe/Paris`). A time that a change of clocks leaves out runs at the first instant after the gap; one that comes twice runs the first time.",
            1,
            64)),
        Field.Of("startDate", Schema.Day($"The first day on which it may run, in its time zone; {Dates}.")),
    ];

    private static JsonObject EndDate() => Schema.Day($"The last day on which it may run; {Dates}. Without it there is none.");

    /// <param name="description">Of the kind.</param>
    /// <param name="types">That it takes.</param>
    /// <param name="needed">Fields of its timing that it must have.</param>
    /// <param name="allowed">Those that it may have.</param>
    private static JsonObject InputOf(string description, string[] types, string[] needed, string[] allowed) => Schema.Object(
        description,
        [
            .. Always(types),
            Field.Optional("endDate", EndDate()),
            .. Timing(leastDays: 1).Where(one => needed.Contains(one.Name)),
            .. Timing().Where(one => allowed.Contains(one.Name)).Select(one => Field.Optional(one.Name, one.Schema, one.Name == "repeatEvery" ? 1 : null)),
            .. Timing().Where(one => !needed.Contains(one.Name) && !allowed.Contains(one.Name)).Select(one => Field.Absent(one.Name, "Not of this type of schedule.")),
        ]);

    private static IEnumerable<Field> Timing(int? leastDays = null) =>
    [
        Field.Of("time", Schema.Text("Time of day, `HH:mm`; every type but hourly.", pattern: TimePattern).Like("22:00")),
        Field.Of("fromTime", Schema.Text("Start of the window, `HH:mm`; hourly only.", pattern: TimePattern).Like("08:00")),
        Field.Of("toTime", Schema.Text("End of the window, `HH:mm`, on the next day where it is before its start; hourly only.", pattern: TimePattern).Like("18:00")),
        Field.Of("repeatEvery", Schema.Integer("Hours from one run to the next within the window; hourly only.", 1, ScheduleInput.MaximumRepeatEvery)),
        Field.Of("daysOfWeek", Schema.List("On which days: 0 is Sunday, 6 Saturday; none is all, where the type does not need them. `monthly_relative_weekday` takes only lists with its start date's own.", Schema.Integer("", 0, 6), leastDays, 7, unique: true)),
    ];
}
