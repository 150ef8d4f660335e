namespace FlowFunctions.Telemetry;

/// <summary>
/// The names under which spans, metrics and log scopes carry what is this product's own. All begin with <c>flow.</c>; what the OpenTelemetry semantic conventions have a
/// name for goes by that (<c>error.type</c>, <c>http.*</c>). infra/docs/telemetry.md tells them to people.
/// </summary>
internal static class FlowAttributes
{
    /// <summary>Id of the run, 32 hex digits. On spans and logs.</summary>
    public const string RunId = "flow.run.id";

    /// <summary><c>flow</c>, or <c>integration</c> for one that runs by itself.</summary>
    public const string RunKind = "flow.run.kind";

    /// <summary><c>success</c>, <c>partial_success</c>, <c>failure</c>, <c>cancelled</c> or <c>skipped</c>.</summary>
    public const string RunOutcome = "flow.run.outcome";

    /// <summary><c>manual</c> or <c>scheduled</c>.</summary>
    public const string RunTrigger = "flow.run.trigger";

    /// <summary>Id of the flow; not there where an integration runs by itself.</summary>
    public const string FlowId = "flow.id";

    /// <summary>Name of the flow, or of the integration that runs by itself, when the run started.</summary>
    public const string Name = "flow.name";

    /// <summary>Id of the integration that the step runs.</summary>
    public const string StepReferrer = "flow.step.referrer";

    /// <summary>The integration's name when the run started.</summary>
    public const string StepName = "flow.step.name";

    /// <summary><c>success</c>, <c>partial_success</c>, <c>failure</c> or <c>cancelled</c>.</summary>
    public const string StepOutcome = "flow.step.outcome";

    /// <summary>How many times the target was asked to start the step.</summary>
    public const string StepAttempts = "flow.step.attempts";

    /// <summary>Id of the Anaplan model, 32 hex digits.</summary>
    public const string ModelId = "flow.model.id";

    /// <summary>What the watchdog has repaired: <c>runs</c>, <c>schedules</c>, <c>notifications</c>, <c>secrets</c> or <c>uploads</c>.</summary>
    public const string RepairSubject = "flow.repair.subject";

    /// <summary>The <c>executionErrorCode</c> of a run or a step that did not succeed. Of the semantic conventions.</summary>
    public const string ErrorType = "error.type";
}
