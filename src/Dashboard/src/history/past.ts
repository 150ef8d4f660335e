import type { Run, RunOutcome, RunWithSteps, StepState } from "../api/model";

/** How long something took once, and how that ended. */
export interface Past {
  readonly runId: string;
  /** As the API writes it. */
  readonly startDate: string;
  /** In ms. */
  readonly took: number;
  readonly state: RunOutcome | StepState;
}

/** Of those that have ended. */
export interface Failures {
  readonly failed: number;
  readonly ended: number;
}

const went = new Set<RunOutcome | StepState>(["success", "partial_success"]);

/** Steps that a run's end or somebody took with it say nothing of themselves. */
const judged = new Set<StepState>(["success", "partial_success", "failure"]);

export const failuresOf = (runs: readonly Pick<Run, "endDate" | "outcome">[]): Failures => {
  const ended = runs.filter((run) => run.endDate !== null);
  return { ended: ended.length, failed: ended.filter((run) => !went.has(run.outcome)).length };
};

export const rateText = ({ failed, ended }: Failures) => (ended === 0 ? "–" : failed === 0 ? `none of ${ended}` : `${failed} of ${ended} (${Math.round((failed / ended) * 100)} %)`);

const tookOf = (one: { readonly startDate: string; readonly endDate: string }) => Math.max(Date.parse(one.endDate) - Date.parse(one.startDate), 0);

/** Whole runs that have ended, oldest first; `runs` are newest first. */
export const pastOfRuns = (runs: readonly Run[]): readonly Past[] =>
  runs.toReversed().flatMap(({ id, startDate, endDate, outcome }) => (endDate === null ? [] : [{ runId: id, startDate, took: tookOf({ startDate, endDate }), state: outcome }]));

/** A step in the runs that it was part of and ended in by itself, oldest first; `runs` are newest first. */
export const pastOfStep = (referrer: string, runs: readonly RunWithSteps[]): readonly Past[] =>
  runs.toReversed().flatMap((run) => {
    const step = run.steps?.find((one) => one.referrer === referrer);
    return step?.startDate && step.endDate && judged.has(step.status) ? [{ runId: run.id, startDate: step.startDate, took: tookOf({ startDate: step.startDate, endDate: step.endDate }), state: step.status }] : [];
  });

export const failuresOfStep = (referrer: string, runs: readonly RunWithSteps[]): Failures => {
  const past = pastOfStep(referrer, runs);
  return { ended: past.length, failed: past.filter((one) => !went.has(one.state)).length };
};
