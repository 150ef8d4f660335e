using System.Text.Json.Nodes;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>What starts runs, and what is read of them.</summary>
internal static class RunSchemas
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> All =>
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
}
