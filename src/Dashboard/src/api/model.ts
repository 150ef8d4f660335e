/** What the API answers, as far as the page shows it. */

export type RunOutcome = "running" | "success" | "partial_success" | "failure" | "cancelled" | "timed_out" | "skipped";
export type StepState = "pending" | "running" | "success" | "partial_success" | "failure" | "skipped" | "not_run" | "cancelled";
export type Role = "viewer" | "operator" | "editor";

export interface Caller {
  readonly name: string;
  readonly role: Role;
  readonly signIn: "key" | "session" | "entra_id";
  readonly expiresAt: string | null;
}

export interface Installation {
  readonly name: string | null;
  readonly environment: string | null;
  readonly version: { readonly product: string; readonly commit: string | null; readonly runtime: string; readonly dotnet: string; readonly api: string };
}

export interface LatestRun {
  readonly id: string | null;
  readonly triggeredBy: string;
  readonly startDate: string;
  readonly endDate: string | null;
  readonly success: boolean;
  readonly message: string;
  readonly executionErrorCode: number | null;
  readonly triggerSource: "manual" | "scheduled";
  readonly outcome: RunOutcome;
  readonly cancelledBy: string | null;
}

export interface Schedule {
  readonly name: string;
  readonly type: string;
  readonly timezone: string;
  readonly time: string | null;
  readonly fromTime: string | null;
  readonly toTime: string | null;
  readonly repeatEvery: number | null;
  readonly daysOfWeek: readonly number[];
  readonly startDate: string;
  readonly endDate: string | null;
  readonly status: "enabled" | "disabled";
  readonly words: string;
}

export interface Expected {
  readonly median: string;
  readonly p90: string;
  readonly runs: number;
}

interface Written {
  readonly createdBy: string;
  readonly creationDate: string;
  readonly modifiedBy: string | null;
  readonly modificationDate: string;
}

export interface FlowSummary extends Written {
  readonly id: string;
  readonly name: string;
  readonly notificationId: string | null;
  readonly latestRun: LatestRun | null;
  readonly stepsCount: number;
  readonly schedule: Schedule | null;
  readonly nextDate: string | null;
  readonly expectedDuration: Expected | null;
}

export interface ExceptionBehavior {
  readonly type: "failure" | "partial_success";
  readonly strategy: "stop" | "continue";
}

export interface Retry {
  readonly count: number;
  readonly backoff?: string;
  readonly coefficient?: number;
  readonly maxBackoff?: string;
}

/** How a step is to run: of the flow as it is, or as it was when a run started. */
export interface StepDefinition {
  readonly type: "Process" | "Import" | "Export" | null;
  readonly workspaceId: string;
  readonly modelId: string;
  readonly dependsOn: readonly string[] | null;
  readonly isSkipped: boolean;
  readonly exceptionBehavior: readonly ExceptionBehavior[];
  readonly timeout: string | null;
  readonly retry: Retry | null;
}

export interface FlowStep extends StepDefinition {
  readonly referrer: string;
  readonly name: string;
}

export interface Flow extends FlowSummary {
  readonly version: string;
  readonly nuxVisible: boolean;
  readonly timeout: string | null;
  readonly steps: readonly FlowStep[];
}

export interface Run {
  readonly id: string;
  readonly integrationId: string;
  readonly traceId: string;
  readonly startDate: string;
  readonly endDate: string | null;
  readonly success: boolean;
  readonly message: string;
  readonly executionErrorCode: number | null;
  readonly triggerSource: "manual" | "scheduled";
  readonly triggeredBy: string;
  readonly outcome: RunOutcome;
  readonly resumedFrom: string | null;
}

/** A run of an integration, in its list. */
export type IntegrationRun = Omit<Run, "integrationId" | "resumedFrom">;

/** A run of an integration, by itself. */
export interface OwnRun extends Run {
  readonly cancelledBy: string | null;
  /** The flow's run that it was part of; null where it ran by itself. */
  readonly flowGroupId: string | null;
}

export interface WaitingFor {
  readonly reason: "steps" | "place" | "turn" | "retry";
  readonly steps: readonly { readonly referrer: string; readonly name: string }[];
  readonly until: string | null;
  readonly ahead: number | null;
  readonly message: string;
}

export interface RunStep {
  readonly referrer: string;
  readonly name: string;
  readonly status: StepState;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly attempts: number;
  readonly message: string | null;
  readonly executionErrorCode: number | null;
  readonly runId: string | null;
  readonly progress: number | null;
  readonly definition: StepDefinition | null;
  readonly retries: number;
  readonly operationId: string | null;
  readonly skipReason: "definition" | "request" | "already_done" | null;
  readonly waitingFor: WaitingFor | null;
  /** Oldest first; null where they are not on record. */
  readonly tries: readonly Try[] | null;
}

/** A try of a step; between two of them it waited for the next. */
export interface Try {
  readonly startDate: string;
  /** When it got the turn on its model that it had to wait for; null where it waited for none, and while it waits. */
  readonly turnDate: string | null;
  readonly endDate: string | null;
}

export interface FlowRun extends Run {
  readonly name: string;
  readonly cancelledBy: string | null;
  readonly resumedFromStep: string | null;
  readonly resumedBy: string | null;
  readonly steps: readonly RunStep[];
}

/** What a resume would do, by the flow as it is now. */
export interface ResumePreview {
  /** Why it would start nothing; null where it would start a run. */
  readonly refusal: string | null;
  readonly runs: readonly { readonly referrer: string; readonly name: string }[];
  readonly keeps: readonly { readonly referrer: string; readonly name: string }[];
}

export interface GridStep {
  readonly referrer: string;
  readonly name: string;
  readonly status: StepState;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly attempts: number;
  readonly executionErrorCode: number | null;
}

export interface RunWithSteps extends Run {
  /** Absent while it goes on, and where it is not on record. */
  readonly steps?: readonly GridStep[];
}

export interface RunError {
  readonly taskId?: string;
  readonly errorMessages?: readonly {
    readonly actionId: string;
    readonly actionName: string;
    readonly failureDumpGenerated: boolean;
    readonly errorMessage: readonly { readonly localMessageText: string; readonly occurrences: number; readonly type: string; readonly values: readonly string[] }[];
  }[];
}

export interface Occurrence {
  readonly ownerId: string;
  readonly ownerType: "flow" | "integration";
  readonly name: string;
  readonly date: string;
  readonly localDate: string;
  readonly utcOffset: string;
  readonly timezone: string;
  readonly state: "coming" | "starting" | "started" | "skipped" | "unknown";
  readonly runId: string | null;
  readonly outcome: RunOutcome | null;
}

export interface NextOccurrences {
  readonly timezone: string;
  readonly words: string;
  readonly status: "enabled" | "disabled";
  readonly occurrences: readonly { readonly date: string; readonly localDate: string; readonly utcOffset: string }[];
}

export interface Durations {
  /** Of whole successful runs; null where there was none. */
  readonly flow: Expected | null;
  readonly steps: readonly { readonly referrer: string; readonly name: string; readonly duration: Expected }[];
}

export interface Plan {
  readonly waves: readonly (readonly PlannedStep[])[];
  readonly criticalPath: { readonly steps: readonly PlannedStep[]; readonly duration: string };
}

export interface PlannedStep {
  readonly referrer: string;
  readonly name: string;
  readonly pastDuration: string | null;
}

export interface IntegrationSummary extends Written {
  readonly integrationId: string;
  readonly name: string;
  readonly integrationType: "Process" | "Import" | "Export";
  readonly modelId: string;
  readonly workspaceId: string;
  readonly processId: string | null;
  readonly latestRun: LatestRun | null;
  readonly schedule: Schedule | null;
}

export interface JobEnd {
  readonly type: string;
  readonly connectionId?: string;
  readonly connectionName?: string;
  readonly isConnectionDeleted?: boolean;
  readonly file?: string;
  readonly table?: string;
  readonly overwrite?: boolean;
  readonly actionId?: string;
  readonly fileId?: string;
}

export interface Job {
  readonly type: string;
  readonly sources: readonly JobEnd[];
  readonly targets: readonly JobEnd[];
}

export interface Endpoint {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secretName: string | null;
  readonly timeout: string;
  readonly pollInterval: string;
}

export interface Integration extends Written {
  readonly integrationId: string;
  readonly name: string;
  readonly modelId: string;
  readonly workspaceId: string;
  readonly nuxVisible: boolean;
  readonly idempotent?: boolean;
  readonly processId: string | null;
  readonly latestRun: LatestRun | null;
  readonly schedule: Schedule | null;
  readonly jobs: readonly Job[] | null;
  readonly endpoint?: Endpoint;
}

export type ConnectionKind = "AzureBlob" | "AmazonS3" | "GoogleBigQuery";

export interface StoreConnection extends Written {
  readonly connectionId: string;
  readonly connectionType: ConnectionKind;
  readonly status: 0 | 1;
  readonly integrationErrorCode: number | null;
  readonly workspaceId: string | null;
  readonly body: Readonly<Record<string, string>> & { readonly name: string };
}

/** What uses a connection. */
export interface ConnectionUse {
  /** Not all of many. */
  readonly integrations: readonly { readonly integrationId: string; readonly name: string }[];
  readonly count: number;
  readonly last: { readonly integrationId: string; readonly name: string; readonly startDate: string; readonly outcome: RunOutcome } | null;
}

/** What a target says when it is asked whether it takes a credential. */
export interface Standing {
  /** Null where it could not be asked. */
  readonly works: boolean | null;
  readonly message: string;
  readonly checkedAt: string;
}

export interface Notice {
  readonly id: string;
  readonly type: "success" | "partial_failure" | "full_failure" | "undelivered";
  readonly subject: string;
  readonly text: string;
  readonly integrationId: string;
  readonly runId: string;
  readonly date: string;
  readonly isRead: boolean;
}

export interface Check {
  readonly name: string;
  readonly status: "passing" | "failing";
  readonly durationMs: number;
  readonly message?: string;
  readonly since?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}
