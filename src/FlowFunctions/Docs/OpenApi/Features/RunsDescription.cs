using FlowFunctions.Http;

namespace FlowFunctions.Docs.OpenApi.Features;

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
            Body = new(Schema.Ref("RunRequest"), RunExamples.Everything, RunExamples.SomeSteps) { IsRequired = false },
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
            Answer = Answer.Of("The run.", Field.Of("run", Schema.Ref("FlowRun"))) with { HasTag = true, Examples = [RunExamples.FlowRun] },
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
            Body = new(Schema.Ref("RunRequest"), RunExamples.Everything) { IsRequired = false },
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
                Field.Of("meta", Schema.Ref("PageMeta")),
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
                Examples = [RunExamples.Error],
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

    private static Answer Started => Answer.Of("The run has started.", Field.Of("run", Schema.Object("", Field.Of("id", Schema.Id("Of the run.")))));

    private static Answer Dump => new("The refused rows, with the column names in the first line.", "text/csv", Schema.Text("CSV in UTF-8."))
    {
        HasTag = true,
        IsCacheable = true,
    };
}
