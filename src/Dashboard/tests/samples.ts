import type { FlowRun, RunStep, StepDefinition } from "../src/api/model";

/** What tests need of a step that they say nothing of. */
export const step = (given: Partial<RunStep> = {}): RunStep => ({
  referrer: "ledger", name: "Ledger", status: "pending", startDate: null, endDate: null, attempts: 0, message: null, executionErrorCode: null, runId: null, progress: null,
  definition: null, retries: 0, operationId: null, skipReason: null, waitingFor: null, tries: [], ...given,
});

export const definition = (given: Partial<StepDefinition> = {}): StepDefinition => ({
  type: "Process", workspaceId: "", modelId: "", dependsOn: null, isSkipped: false, exceptionBehavior: [], timeout: null, retry: null, ...given,
});

export const run = (given: Partial<FlowRun> = {}): FlowRun => ({
  id: "r1", integrationId: "f1", traceId: "t1", startDate: "2026-11-29T02:00:00.000Z", endDate: null, success: false, message: "Running", executionErrorCode: null, triggerSource: "manual",
  triggeredBy: "ann", outcome: "running", resumedFrom: null, name: "Nightly load", cancelledBy: null, resumedFromStep: null, resumedBy: null, steps: [], ...given,
});
