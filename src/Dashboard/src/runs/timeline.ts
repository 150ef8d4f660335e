import type { FlowRun, RunStep, StepDefinition } from "../api/model";
import { durationText } from "../common/duration";

/**
 * What a step's time went into: `steps` before it, a `place` among those that run at once, the `turn` on its model, work on a `try`, or the wait for a `retry` after one that failed.
 */
export type SpanKind = "steps" | "place" | "turn" | "try" | "retry";

/** A stretch of a step's time. */
export interface Span {
  readonly kind: SpanKind;
  /** In ms since 1970. */
  readonly from: number;
  /** In ms since 1970; of what goes on, now. */
  readonly to: number;
  readonly isOpen: boolean;
  /** The number of the try that it is, or is part of, from 1; 0 before the first. */
  readonly number: number;
}

/** From its being ready to its start, in ms: what is shorter is no wait for a place, but the way there. */
const shortest = 500;

/**
 * When what a step depends on was done, in ms since 1970: the run's start where it depends on nothing, null where something is not done yet. What was left out is done once all that it
 * depends on is.
 */
export function readyAt(referrer: string, run: FlowRun, definitions: ReadonlyMap<string, StepDefinition>): number | null {
  const steps = new Map(run.steps.map((step) => [step.referrer, step]));
  const known = new Map<string, number | null>();
  const find = (id: string): number | null => {
    const found = known.get(id);
    if (found !== undefined) {
      return found;
    }

    let latest: number | null = Date.parse(run.startDate);
    for (const before of definitions.get(id)?.dependsOn ?? []) {
      const step = steps.get(before);
      const done: number | null = step === undefined ? latest : step.endDate !== null ? Date.parse(step.endDate) : step.status === "skipped" ? find(before) : null;
      latest = latest === null || done === null ? null : Math.max(latest, done);
    }

    known.set(id, latest);
    return latest;
  };
  return find(referrer);
}

/**
 * A step's time, in the order in which it passed, without gaps from the run's start on. Nothing for a step that was left out.
 * `ready` is when it could have started, see `readyAt`; `now` where a run that goes on has come to, in ms since 1970.
 */
export function spansOf(step: RunStep, run: FlowRun, ready: number | null, now: number): readonly Span[] {
  if (step.status === "skipped" || step.status === "not_run") {
    return [];
  }

  const begin = Date.parse(run.startDate);
  const isOver = run.endDate !== null;
  const last = isOver ? Date.parse(run.endDate) : Math.max(now, begin);
  const spans: Span[] = [];
  const add = (kind: SpanKind, from: number, to: number, isOpen: boolean, number: number, least = 1) => {
    if (to - from >= least) {
      spans.push({ kind, from, to, isOpen, number });
    }
  };

  const start = step.startDate === null ? null : Date.parse(step.startDate);
  const until = start ?? last;
  const free = Math.min(Math.max(ready ?? until, begin), until);
  const isWaiting = start === null && !isOver;
  add("steps", begin, free, isWaiting && ready === null, 0);
  add("place", free, until, isWaiting && ready !== null, 0, shortest);
  if (start === null) {
    return spans;
  }

  // Of runs from before tries were on record the step's own start and end are all there is.
  const tries = step.tries?.length ? step.tries : [{ startDate: step.startDate!, turnDate: null, endDate: step.endDate }];
  const end = step.endDate === null ? last : Date.parse(step.endDate);
  tries.forEach((one, index) => {
    const from = Date.parse(one.startDate);
    const to = one.endDate === null ? end : Date.parse(one.endDate);
    const isOpen = one.endDate === null && step.endDate === null && !isOver;
    const waitsForTurn = isOpen && step.waitingFor?.reason === "turn";
    const turn = waitsForTurn ? to : one.turnDate === null ? from : Date.parse(one.turnDate);
    add("turn", from, turn, waitsForTurn, index + 1);
    if (!waitsForTurn) {
      add("try", turn, Math.max(to, turn), isOpen, index + 1, 0);
    }

    const next = tries[index + 1];
    const waitsForRetry = next === undefined && step.endDate === null && !isOver && one.endDate !== null;
    add("retry", to, next === undefined ? (waitsForRetry ? end : to) : Date.parse(next.startDate), waitsForRetry, index + 1);
  });
  return spans;
}

const waits: Readonly<Record<Exclude<SpanKind, "try">, string>> = {
  steps: "for the steps before it",
  place: "until it could start",
  turn: "for its turn on the model",
  retry: "for its next try",
};

/** A span in words; `tries` is how many there are of all, so that a single one needs no number. */
export function wordsOf({ kind, from, to, isOpen, number }: Span, tries: number): string {
  const took = durationText(to - from);
  return kind === "try"
    ? `${tries > 1 ? `try ${number} ` : ""}${isOpen ? `runs since ${took}` : `ran ${took}`}`
    : `${isOpen ? `waits since ${took}` : `waited ${took}`} ${waits[kind]}`;
}

/** All of a step's time in one line. */
export const lineOf = (spans: readonly Span[]) => {
  const tries = Math.max(...spans.map((span) => span.number), 0);
  return spans.map((span) => wordsOf(span, tries)).join(", ");
};
