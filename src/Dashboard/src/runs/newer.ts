import type { FlowRun, RunStep } from "../api/model";

export const ended = (run: FlowRun) => run.endDate !== null;

/**
 * How far a step has come: its end, which is final, before all else; a later try before an earlier one, as soon as the earlier one has failed and the wait for the next begins, when the target's
 * word on progress ends; its start; then what its target says of it.
 */
const placeOf = (step: RunStep) => [step.endDate === null ? 0 : 1, step.attempts, step.retries, step.startDate === null ? 0 : 1, step.progress ?? 0] as const;

function compare(one: RunStep, other: RunStep): number {
  const [these, those] = [placeOf(one), placeOf(other)];
  return these.reduce((found, place, index) => found || place - those[index]!, 0);
}

/** Answers of one run follow each other: one in which a step has come less far, and none further, is from before. A target may take its progress back; then the next step to move decides. */
function isBefore(next: FlowRun, shown: FlowRun): boolean {
  const steps = new Map(shown.steps.map((step) => [step.referrer, step]));
  const differences = next.steps.map((step) => (steps.has(step.referrer) ? compare(step, steps.get(step.referrer)!) : 1));
  return differences.some((difference) => difference < 0) && differences.every((difference) => difference <= 0);
}

/**
 * What is shown is never replaced by something older, whatever order answers come in: a run that has ended does not go on, and its steps only go forward.
 * Answers of several hosts can be older than the one before.
 */
export function newer(shown: FlowRun | undefined, next: FlowRun): FlowRun {
  return shown !== undefined && shown.id === next.id && (ended(shown) ? !ended(next) : !ended(next) && isBefore(next, shown)) ? shown : next;
}
