import type { FlowRun, RunStep } from "../api/model";
import { Problem } from "../api/problem";

/** The service knows no such run of a flow: it is an integration's, or none. */
export const isUnknown = (fault: Error | null) => fault instanceof Problem && fault.status === 404;

/** Whether to offer that a run is cancelled: also while it is not read yet, or cannot be, for who must stop a run must not wait for its picture; not where it has ended, or is none. */
export const isToCancel = (run: FlowRun | undefined, fault: Error | null) => (run === undefined ? !isUnknown(fault) : run.endDate === null);

/** Whether what a step's target said in detail is still to come: it is kept with the step's own run, which is written when the flow's run has ended. */
export const isToBeDetailed = (step: RunStep, run: FlowRun) => run.endDate === null && step.runId === null && step.endDate !== null && (step.status === "failure" || step.status === "partial_success");
