using System.Text.Json.Nodes;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Flows: their definitions.</summary>
internal static class FlowsDescription
{
    public const string Tag = "Flows";

    private const string Collection = "/2/0/integrationflows";
    private const string Item = Collection + "/{id}";

    private static readonly Parameter FlowId = Parameter.Path("id", Schema.Id("Of the flow."));

    private static readonly Example NightlyLoad = new(
        "nightlyLoad",
        "Two loads at the same time, then a publication that waits for both",
        $$"""
        {
          "name": "Nightly planning load",
          "version": "2.0",
          "type": "IntegrationFlow",
          "steps": [
            { "type": "Integration", "referrer": "{{SampleIds.LoadProducts}}", "dependsOn": null, "isSkipped": false },
            {
              "referrer": "{{SampleIds.LoadSales}}",
              "exceptionBehavior": [
                { "type": "failure", "strategy": "continue" },
                { "type": "partial_success", "strategy": "continue" }
              ],
              "timeout": "PT20M",
              "retry": { "count": 3, "backoff": "PT1M", "coefficient": 2, "maxBackoff": "PT10M" }
            },
            { "referrer": "{{SampleIds.PublishPlan}}", "dependsOn": ["{{SampleIds.LoadProducts}}", "{{SampleIds.LoadSales}}"] }
          ],
          "timeout": "PT2H",
          "nuxVisible": false
        }
        """);

    public static IEnumerable<Operation> Operations =>
    [
        new()
        {
            Function = "ListFlows",
            Method = "GET",
            Path = Collection,
            Tag = Tag,
            Summary = "List flows",
            Query = CommonParameters.DocumentList,
            Answer = Answer.Page("A page of flows.", "integrationFlows", Schema.Ref("FlowSummary")),
        },
        new()
        {
            Function = "CreateFlow",
            Method = "POST",
            Path = Collection,
            Tag = Tag,
            Summary = "Create a flow",
            Description = "A notification configuration for the flow is made with it: in the application, to its creator, for partial and full failures.",
            Body = new(Schema.Ref("FlowInput"), NightlyLoad),
            Answer = Answer.Identified("The flow's id.", "integrationFlow", "integrationFlowId") with { HasTag = true },
            Conflict = "Another flow has this name; case makes no difference.",
        },
        new()
        {
            Function = "GetFlow",
            Method = "GET",
            Path = Item,
            Tag = Tag,
            Summary = "Read a flow with its steps",
            PathParameters = [FlowId],
            Answer = Answer.Of("The flow.", Field.Of("integrationFlow", Schema.Ref("Flow"))) with
            {
                HasTag = true,
                Examples = [new("nightlyLoad", "A flow after its first run", FlowAnswer)],
            },
            NotFound = "No flow has this id.",
        },
        new()
        {
            Function = "ReplaceFlow",
            Method = "PUT",
            Path = Item,
            Tag = Tag,
            Summary = "Replace a flow",
            Description = "The body is the whole flow. A flow may be replaced while it runs: the run goes on with the flow as it was.",
            PathParameters = [FlowId],
            Body = new(Schema.Ref("FlowInput"), NightlyLoad),
            Answer = Answer.Identified("The flow's id.", "integrationFlow", "integrationFlowId") with { HasTag = true },
            NotFound = "No flow has this id.",
            Conflict = "Another flow has this name; case makes no difference.",
        },
        new()
        {
            Function = "DeleteFlow",
            Method = "DELETE",
            Path = Item,
            Tag = Tag,
            Summary = "Delete a flow",
            PathParameters = [FlowId],
            Answer = Answer.Of("The flow is gone."),
            NotFound = "No flow has this id.",
            Conflict = "The flow or one of its steps is running.",
        },
        new()
        {
            Function = "ValidateFlow",
            Method = "POST",
            Path = Collection + "/validate",
            Tag = Tag,
            Summary = "Check a flow and say how it would run",
            Description = "Nothing is stored. Whether the name is still free is not looked at: the flow may be there already.",
            Body = new(Schema.Ref("FlowInput"), NightlyLoad),
            Answer = Answer.Of("How the flow would run.", Field.Of("plan", Schema.Ref("FlowPlan"))) with
            {
                Examples = [new("nightlyLoad", "Two waves", PlanAnswer)],
            },
        },
    ];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas =>
    [
        new("FlowInput", Schema.Object(
            "A flow as its author writes it. At least two of its steps are not skipped; no step depends on itself, on a step that is not there, or on another in a circle.",
            Field.Of("name", Schema.Name("Unique among flows, without regard to case.", FlowInput.MaximumNameLength)),
            Field.Optional("version", Schema.OneOf("Of the format.", "2.0"), "2.0"),
            Field.Optional("type", Schema.OneOf("Of the document.", "IntegrationFlow"), "IntegrationFlow"),
            Field.Of("steps", Schema.List("In any order; it is the order in which they are shown.", Schema.Ref("FlowStepInput"), FlowInput.MinimumSteps, FlowInput.MaximumSteps)),
            Field.Optional("timeout", RunTimeout("From a run's start to its end as timed out.")),
            Field.Optional("nuxVisible", Schema.Boolean("Kept for clients that ask for it; the service makes nothing of it."), false))),
        new("FlowStepInput", Schema.Object(
            "A step of a flow.",
            Field.Optional("type", Schema.OneOf("Of the step.", "Integration"), "Integration"),
            Field.Of("referrer", Schema.Id("Of the integration that the step runs; at most once in a flow.")),
            Field.Optional("dependsOn", Schema.List("Referrers of the steps that must be done before this one starts.", Schema.Id(""), maximum: FlowInput.MaximumSteps - 1, unique: true)),
            Field.Optional("isSkipped", Schema.Boolean("A skipped step does not run; it counts as done once all that it depends on is done."), false),
            Field.Optional("exceptionBehavior", Schema.List(
                "What the flow does when the step does not succeed, at most once for each type. Left out: a failure stops, a partial success continues.",
                Schema.Ref("ExceptionBehavior"),
                maximum: 2)),
            Field.Optional("timeout", StepTimeout("From the start of each try to its end as timed out.")),
            Field.Optional("retry", Schema.Ref("StepRetryInput")))),
        .. StepRetrySchemas.All,
        new("ExceptionBehavior", Schema.Object(
            "What the flow does when a step ends so.",
            Field.Of("type", Schema.OneOf("How the step ends.", "failure", "partial_success")),
            Field.Of("strategy", Schema.OneOf("`continue` counts the step as done; `stop` starts no further step.", "stop", "continue")))),
        new("FlowSummary", Schema.Object("A flow in a list.", SummaryFields)),
        new("Flow", Schema.Object(
            "A flow by itself, with its steps.",
            [
                .. SummaryFields,
                Field.Of("version", Schema.OneOf("Of the format.", "2.0")),
                Field.Of("nuxVisible", Schema.Boolean("As its author set it.")),
                Field.Of("timeout", RunTimeout("From a run's start to its end as timed out; null leaves it to the service.").OrNull()),
                Field.Of("steps", Schema.List("In its author's order.", Schema.Ref("FlowStep"), FlowInput.MinimumSteps, FlowInput.MaximumSteps)),
            ])),
        new("FlowStep", Schema.Object(
            "A step of a flow, with what its integration says now.",
            Field.Of("referrer", Schema.Id("Of the integration.")),
            Field.Of("name", Schema.Text("Of the integration.", 1)),
            Field.Of("type", IntegrationSchemas.IntegrationType()),
            Field.Of("createdBy", Schema.User("Who created the integration.")),
            Field.Of("createdDate", Schema.Date("When the integration was created.")),
            Field.Of("modifiedBy", Schema.User("Who changed the integration last; null until somebody has.").OrNull()),
            Field.Of("modifiedDate", Schema.Date("When the integration was changed last.")),
            Field.Of("modelId", Schema.Text("Model that the integration works on; empty for an endpoint that belongs to none.")),
            Field.Of("workspaceId", Schema.Text("Workspace of the model; empty for an endpoint that belongs to none.")),
            Field.Of("dependsOn", Schema.List("Referrers of the steps that must be done before; null as its author gave it.", Schema.Id(""), unique: true).OrNull()),
            Field.Of("isSkipped", Schema.Boolean("Whether runs leave the step out.")),
            Field.Of("exceptionBehavior", Schema.List("Always both types.", Schema.Ref("ExceptionBehavior"), 2, 2)),
            Field.Of("timeout", StepTimeout("From the start of each try to its end as timed out; null leaves it to the integration.").OrNull()),
            Field.Of("retry", Schema.Ref("StepRetry").OrNull()))),
        new("FlowPlan", Schema.Object(
            "How a flow would run.",
            Field.Of("waves", Schema.List("Steps that can run together, wave by wave; skipped steps stand in none.", Schema.List("", Schema.Ref("PlannedStep"), 1))),
            Field.Of("criticalPath", Schema.Object(
                "The chain of steps that decides how long a run takes at least.",
                Field.Of("steps", Schema.List("In the order in which they run.", Schema.Ref("PlannedStep"))),
                Field.Of("duration", Schema.Duration("How long they take together, by their past durations.")))))),
        new("PlannedStep", Schema.Object(
            "A step of a plan.",
            Field.Of("referrer", Schema.Id("Of the integration.")),
            Field.Of("name", Schema.Text("Of the integration.", 1)),
            Field.Of("pastDuration", Schema.Duration("Of the integration's latest run that has ended; null where there is none, which counts as no time.").OrNull()))),
    ];

    private static IEnumerable<Field> SummaryFields =>
    [
        Field.Of("id", Schema.Id("Of the flow.")),
        Field.Of("name", Schema.Text("Of the flow.", 1, FlowInput.MaximumNameLength)),
        .. CommonSchemas.Authorship,
        Field.Of("notificationId", Schema.Id("Of the flow's notification configuration; null where it was deleted.").OrNull()),
        Field.Of("latestRun", CommonSchemas.LatestRun()),
        Field.Of("stepsCount", Schema.Integer("How many steps it has, skipped ones too.", FlowInput.MinimumSteps, FlowInput.MaximumSteps)),
    ];

    private static JsonObject RunTimeout(string description) =>
        Schema.Duration($"{description} Never later than `Flows:MaxRunDuration`, which a flow without a timeout has.", FlowInput.MinimumTimeout, FlowInput.MaximumTimeout);

    private static JsonObject StepTimeout(string description) =>
        Schema.Duration($"{description} Never later than the integration's own timeout, where it has one.", FlowStepInput.MinimumTimeout, FlowStepInput.MaximumTimeout);

    private static string FlowAnswer =>
        $$"""
        {
          "status": { "code": 200, "message": "Success" },
          "integrationFlow": {
            "id": "{{SampleIds.Flow}}",
            "name": "Nightly planning load",
            "createdBy": "ann",
            "creationDate": "2026-11-23T09:30:00.000Z",
            "modifiedBy": null,
            "modificationDate": "2026-11-23T09:30:00.000Z",
            "notificationId": "{{SampleIds.Notification}}",
            "latestRun": {
              "triggeredBy": "ann",
              "startDate": "2026-11-23T22:00:00.000Z",
              "endDate": "2026-11-23T22:04:10.250Z",
              "success": true,
              "message": "Success",
              "executionErrorCode": null,
              "triggerSource": "scheduled"
            },
            "stepsCount": 2,
            "version": "2.0",
            "nuxVisible": false,
            "timeout": "PT2H",
            "steps": [
              {
                "referrer": "{{SampleIds.LoadSales}}",
                "name": "Load sales",
                "type": "Import",
                "createdBy": "ann",
                "createdDate": "2026-11-20T08:00:00.000Z",
                "modifiedBy": "bob",
                "modifiedDate": "2026-11-21T10:15:30.000Z",
                "modelId": "C0FFEE",
                "workspaceId": "8a81b012",
                "dependsOn": null,
                "isSkipped": false,
                "exceptionBehavior": [{ "type": "failure", "strategy": "continue" }, { "type": "partial_success", "strategy": "continue" }],
                "timeout": "PT20M",
                "retry": { "count": 3, "backoff": "PT1M", "coefficient": 2, "maxBackoff": "PT10M" }
              },
              {
                "referrer": "{{SampleIds.PublishPlan}}",
                "name": "Publish plan",
                "type": "Process",
                "createdBy": "ann",
                "createdDate": "2026-11-20T08:00:00.000Z",
                "modifiedBy": null,
                "modifiedDate": "2026-11-20T08:00:00.000Z",
                "modelId": "",
                "workspaceId": "",
                "dependsOn": ["{{SampleIds.LoadSales}}"],
                "isSkipped": false,
                "exceptionBehavior": [{ "type": "failure", "strategy": "stop" }, { "type": "partial_success", "strategy": "continue" }],
                "timeout": null,
                "retry": null
              }
            ]
          }
        }
        """;

    private static string PlanAnswer =>
        $$"""
        {
          "status": { "code": 200, "message": "Success" },
          "plan": {
            "waves": [
              [
                { "referrer": "{{SampleIds.LoadProducts}}", "name": "Load products", "pastDuration": null },
                { "referrer": "{{SampleIds.LoadSales}}", "name": "Load sales", "pastDuration": "PT2M30.5S" }
              ],
              [{ "referrer": "{{SampleIds.PublishPlan}}", "name": "Publish plan", "pastDuration": "PT45S" }]
            ],
            "criticalPath": {
              "steps": [
                { "referrer": "{{SampleIds.LoadSales}}", "name": "Load sales", "pastDuration": "PT2M30.5S" },
                { "referrer": "{{SampleIds.PublishPlan}}", "name": "Publish plan", "pastDuration": "PT45S" }
              ],
              "duration": "PT3M15.5S"
            }
          }
        }
        """;
}
