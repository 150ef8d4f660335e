using System.Text.Json.Nodes;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Api.OpenApi.Features;

/// <summary>Runs of flows and of integrations, their errors and the rows that they refused.</summary>
internal static class RunsDescription
{
    public const string FlowRunsTag = "Flow runs";
    public const string Tag = "Integration runs";

    private const string Flow = "/2/0/integrationflows/{id}";
    private const string Runs = Flow + "/runs";
    private const string Run = Runs + "/{runId}";
    private const string Integrations = "/2/0/integrations";

    private static readonly Parameter FlowId = Parameter.Path("id", Schema.Id("Of the flow."));
    private static readonly Parameter AnyId = Parameter.Path("id", Schema.Id("Of the integration, or of a flow."));
    private static readonly Parameter RunId = Parameter.Path("runId", Schema.Id("Of the run."));

    private static readonly Example Everything = new("everything", "Every step", "{}");

    private static readonly Example SomeSteps = new("someSteps", "Only some steps", $$"""{ "stepsToRun": ["{{SampleIds.LoadSales}}", "{{SampleIds.PublishPlan}}"] }""");

    public static IEnumerable<Operation> Operations =>
    [
        new()
        {
            Function = "StartFlowRun",
            Method = "POST",
            Path = Flow + "/run",
            Tag = FlowRunsTag,
            Summary = "Run a flow",
            Description = "The run uses the flow and its integrations as they are now. A listed step that the flow skips stays skipped.",
            PathParameters = [FlowId],
            Body = new(Schema.Ref("RunRequest"), Everything, SomeSteps) { IsRequired = false },
            Answer = Started,
            NotFound = "No flow has this id.",
            Conflict = "The flow is running.",
        },
        new()
        {
            Function = "ListFlowRuns",
            Method = "GET",
            Path = Runs,
            Tag = FlowRunsTag,
            Summary = "List the runs of a flow, newest first",
            PathParameters = [FlowId],
            Query = CommonParameters.Page,
            Answer = Answer.Page("A page of runs.", "runs", Schema.Ref("RunStatus")),
            NotFound = "No flow has this id.",
        },
        new()
        {
            Function = "GetFlowRun",
            Method = "GET",
            Path = Run,
            Tag = FlowRunsTag,
            Summary = "Read a run with its steps",
            Description = "While the run goes on, the answer is where it stands at this moment.",
            PathParameters = [FlowId, RunId],
            Answer = Answer.Of("The run.", Field.Of("run", Schema.Ref("FlowRun"))) with { HasTag = true, Examples = [new("running", "A run that goes on", FlowRunAnswer)] },
            NotFound = "The flow has no run with this id.",
        },
        new()
        {
            Function = "CancelFlowRun",
            Method = "POST",
            Path = Run + "/cancel",
            Tag = FlowRunsTag,
            Summary = "Cancel a run",
            Description = "No further step starts, steps in flight are cancelled where their target can, and the run ends as cancelled a moment later.",
            PathParameters = [FlowId, RunId],
            Answer = Answer.Of("The run will end."),
            NotFound = "The flow has no run with this id.",
            Conflict = "The run has ended.",
        },
        new()
        {
            Function = "ResumeFlowRun",
            Method = "POST",
            Path = Run + "/resume",
            Tag = FlowRunsTag,
            Summary = "Run what is left of a run",
            Description = "A new run of only the steps that did not succeed, as if the others were done.",
            PathParameters = [FlowId, RunId],
            Answer = Started,
            NotFound = "The flow has no run with this id.",
            Conflict = "The flow is running, or the run leaves nothing to resume.",
        },
        new()
        {
            Function = "StartIntegrationRun",
            Method = "POST",
            Path = Integrations + "/{id}/run",
            Tag = Tag,
            Summary = "Run an integration or a flow",
            Description = "`stepsToRun` is for flows only.",
            PathParameters = [AnyId],
            Body = new(Schema.Ref("RunRequest"), Everything) { IsRequired = false },
            Answer = Started,
            NotFound = "No integration and no flow has this id.",
            Conflict = "It is running.",
        },
        new()
        {
            Function = "ListIntegrationRuns",
            Method = "GET",
            Path = Integrations + "/runs/{id}",
            Tag = Tag,
            Summary = "List the runs of an integration or a flow, newest first",
            PathParameters = [AnyId],
            Query = CommonParameters.Page,
            Answer = Answer.Of(
                "A page of runs.",
                Field.WhereItApplies("meta", Schema.Ref("PageMeta")),
                Field.Of("history_of_runs", Schema.Object("", Field.Of("runs", Schema.List("The page.", Schema.Ref("RunSummary"), maximum: ListRequest.MaximumLimit))))),
            NotFound = "No integration and no flow has this id.",
        },
        new()
        {
            Function = "GetIntegrationRun",
            Method = "GET",
            Path = Integrations + "/run/{runId}",
            Tag = Tag,
            Summary = "Read a run of an integration or a flow",
            PathParameters = [RunId],
            Answer = Answer.Of("The run.", Field.Of("run", Schema.Ref("RunStatus"))) with { HasTag = true },
            NotFound = "No run has this id.",
        },
        new()
        {
            Function = "GetIntegrationRunError",
            Method = "GET",
            Path = Integrations + "/runerror/{runId}",
            Tag = Tag,
            Summary = "Read what went wrong in a run",
            PathParameters = [RunId],
            Answer = Answer.Of("The errors; an empty object where there are none.", Field.Of("runs", Schema.Either(
                "The errors of the run, or an empty object.",
                Schema.Ref("RunError"),
                Schema.Object("Nothing went wrong, or nothing is known of it yet.")))) with
            {
                HasTag = true,
                Examples = [new("refusedRows", "Rows that the import refused", RunErrorAnswer)],
            },
            NotFound = "No run has this id.",
        },
        new()
        {
            Function = "GetIntegrationRunDump",
            Method = "GET",
            Path = Integrations + "/run/{runId}/dump",
            Tag = Tag,
            Summary = "Download the rows that an import refused",
            PathParameters = [RunId],
            Answer = Dump,
            NotFound = "No run has this id, or the run has no such rows.",
        },
        new()
        {
            Function = "GetIntegrationRunActionDump",
            Method = "GET",
            Path = Integrations + "/run/{runId}/process/import/{actionId}/dumps",
            Tag = Tag,
            Summary = "Download the rows that an action of a process refused",
            PathParameters = [RunId, Parameter.Path("actionId", Schema.Text("Of the import in the process.", 1))],
            Answer = Dump,
            NotFound = "No run has this id, or the action has no such rows.",
        },
    ];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas =>
    [
        new("RunRequest", Schema.Object(
            "What to run.",
            Field.Optional("stepsToRun", Schema.List(
                "Referrers of steps of the flow, at least one of them not skipped; left out for every step.",
                Schema.Id(""),
                1,
                FlowInput.MaximumSteps,
                unique: true)))),
        new("RunStatus", Schema.Object("A run.", StatusFields)),
        new("FlowRun", Schema.Object("A run of a flow, with its steps.", [.. StatusFields, Field.Of("steps", Schema.List("In flow order.", Schema.Ref("RunStep")))])),
        new("RunStep", Schema.Object(
            "A step of a run.",
            Field.Of("referrer", Schema.Id("Of the integration.")),
            Field.Of("name", Schema.Text("Of the integration when the run started.", 1)),
            Field.Of("status", Schema.OneOf(
                "Where the step stands. `skipped`: left out by the flow or the request; `not_run`: the run ended first.",
                "pending", "running", "success", "partial_success", "failure", "skipped", "not_run", "cancelled")),
            Field.Of("startDate", Schema.Date("When it started; null before that, and where it never did.").OrNull()),
            Field.Of("endDate", Schema.Date("When it ended; null before that, and where it never started.").OrNull()),
            Field.Of("attempts", Schema.Integer("How often its target was asked to start.", 0)),
            Field.Of("message", Schema.Text("What its target says.").OrNull()),
            Field.Of("executionErrorCode", CommonSchemas.ErrorCode()),
            Field.Of("runId", Schema.Id("Of the integration run that the step was; null while the flow's run goes on, and for a step that never started.").OrNull()),
            Field.Of("progress", Schema.Fraction("How far it is; null where its target does not say.").OrNull()))),
        new("RunSummary", Schema.Object(
            "A run in the history of its integration or flow.",
            Field.Of("id", Schema.Id("Of the run.")),
            Field.Of("triggeredBy", Schema.User("Who started it.")),
            Field.Of("lastRun", Schema.Date("When the run last moved: its end, or its start while it goes on.")),
            Field.Of("startDate", Schema.Date("When it started.")),
            Field.Of("endDate", Schema.Date("When it ended; null while it runs.").OrNull()),
            Field.Of("success", Schema.Boolean("Whether it ended well. False while it runs.")),
            Field.Of("message", Schema.Text("How it ended, for people.", 1)),
            Field.Of("executionErrorCode", CommonSchemas.ErrorCode()),
            Field.Of("traceId", Schema.Text("Finds the run in logs and traces.", 1)),
            Field.Of("triggerSource", CommonSchemas.TriggerSource()))),
        new("RunError", Schema.Object(
            "What went wrong in a run.",
            Field.Of("taskId", Schema.Text("Of the task in the target; the run's id where the target has none.").OrNull()),
            Field.Of("errorMessages", Schema.List(
                "By the action, or the integration, that it went wrong in.",
                Schema.Object(
                    "",
                    Field.Of("errorMessage", Schema.List("The message, and the details behind it.", Schema.Ref("RunErrorText"), 1)),
                    Field.Of("actionId", Schema.Text("Of the action; the integration's id where the target has none.", 1)),
                    Field.Of("actionName", Schema.Text("Its name when it ran.", 1)),
                    Field.Of("failureDumpGenerated", Schema.Boolean("Whether the refused rows can be downloaded."))),
                1)))),
        new("RunErrorText", Schema.Object(
            "A message of a target.",
            Field.Of("localMessageText", Schema.Text("For people.").OrNull()),
            Field.Of("occurrences", Schema.Integer("How often it came.", 0)),
            Field.Of("type", Schema.Text("Of the message, in the target's words.", 1)),
            Field.Of("values", Schema.List("Further details.", Schema.Text("").OrNull())))),
    ];

    private static Answer Started => Answer.Of("The run has started.", Field.Of("run", Schema.Object("", Field.Of("id", Schema.Id("Of the run.")))));

    private static Answer Dump => new("The refused rows, with the column names in the first line.", "text/csv", Schema.Text("CSV in UTF-8."))
    {
        HasTag = true,
        IsCacheable = true,
    };

    private static IEnumerable<Field> StatusFields =>
    [
        Field.Of("id", Schema.Id("Of the run.")),
        Field.Of("integrationId", Schema.Id("Of the integration, or of the flow.")),
        Field.Of("traceId", Schema.Text("Finds the run in logs and traces.", 1)),
        Field.Of("startDate", Schema.Date("When it started.")),
        Field.Of("endDate", Schema.Date("When it ended; null while it runs.").OrNull()),
        Field.Of("success", Schema.Boolean("Whether it ended well: no step failed and nothing stopped it. False while it runs.")),
        Field.Of("message", Schema.Text("How it ended, for people.", 1)),
        Field.Of("executionErrorCode", CommonSchemas.ErrorCode()),
        Field.Of("flowGroupId", Schema.Id("Of the flow run that an integration run was part of; null where it ran by itself.").OrNull()),
        Field.Of("triggerSource", CommonSchemas.TriggerSource()),
    ];

    private static string FlowRunAnswer =>
        $$"""
        {
          "status": { "code": 200, "message": "Success" },
          "run": {
            "id": "{{SampleIds.FlowRun}}",
            "integrationId": "{{SampleIds.Flow}}",
            "traceId": "{{SampleIds.Trace}}",
            "startDate": "2026-11-23T22:00:00.000Z",
            "endDate": null,
            "success": false,
            "message": "Running",
            "executionErrorCode": null,
            "flowGroupId": null,
            "triggerSource": "manual",
            "steps": [
              {
                "referrer": "{{SampleIds.LoadSales}}",
                "name": "Load sales",
                "status": "running",
                "startDate": "2026-11-23T22:00:00.120Z",
                "endDate": null,
                "attempts": 1,
                "message": "Row 120000 of 480000",
                "executionErrorCode": null,
                "runId": null,
                "progress": 0.25
              },
              {
                "referrer": "{{SampleIds.PublishPlan}}",
                "name": "Publish plan",
                "status": "pending",
                "startDate": null,
                "endDate": null,
                "attempts": 0,
                "message": null,
                "executionErrorCode": null,
                "runId": null,
                "progress": null
              }
            ]
          }
        }
        """;

    private static string RunErrorAnswer =>
        $$"""
        {
          "status": { "code": 200, "message": "Success" },
          "runs": {
            "taskId": "{{SampleIds.StepRun}}",
            "errorMessages": [
              {
                "errorMessage": [
                  { "localMessageText": "Item not located in Products list: 4711", "occurrences": 3, "type": "itemNotLocated", "values": ["Products", "4711"] }
                ],
                "actionId": "112000000007",
                "actionName": "Load sales from file",
                "failureDumpGenerated": true
              }
            ]
          }
        }
        """;
}
