import type { RunOutcome, RunStep, StepState } from "../api/model";

export type Tone = "good" | "bad" | "warn" | "busy" | "calm" | "off";

export interface State {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

export type IconName = "check" | "cross" | "warning" | "running" | "waiting" | "skip" | "none" | "cancelled" | "late";

/** Where a step of a run stands for people: one that has started and waits for its model's turn or a retry does not run. */
export type Standing = StepState | "waiting_turn" | "waiting_retry";

export function standingOf({ status, waitingFor }: Pick<RunStep, "status" | "waitingFor">): Standing {
  switch (waitingFor?.reason) {
    case "turn":
      return "waiting_turn";
    case "retry":
      return "waiting_retry";
    default:
      return status;
  }
}

/** One set of words for where a run or a step stands. */
export const states: Readonly<Record<RunOutcome | Standing | "none", State>> = {
  running: { word: "Running", tone: "busy", icon: "running" },
  success: { word: "Succeeded", tone: "good", icon: "check" },
  partial_success: { word: "Partly succeeded", tone: "warn", icon: "warning" },
  failure: { word: "Failed", tone: "bad", icon: "cross" },
  cancelled: { word: "Cancelled", tone: "off", icon: "cancelled" },
  timed_out: { word: "Timed out", tone: "bad", icon: "late" },
  skipped: { word: "Skipped", tone: "calm", icon: "skip" },
  pending: { word: "Waiting", tone: "calm", icon: "waiting" },
  waiting_turn: { word: "Waiting for turn", tone: "calm", icon: "waiting" },
  waiting_retry: { word: "Waiting for retry", tone: "warn", icon: "waiting" },
  not_run: { word: "Not run", tone: "calm", icon: "none" },
  none: { word: "Never ran", tone: "calm", icon: "none" },
};

/** What each order does, said where it is given. */
export const does = {
  run: "Starts a new run of all steps that are not skipped.",
  runChosen: "Starts a new run of the chosen steps alone. The others are skipped; their order is kept.",
  cancel: "No further step starts. Steps that run are cancelled where their target can do that; the others are left to end there. The run ends as cancelled, and what is done stays done.",
  cancelAlone: "Its target is told where that can be; otherwise what it does goes on to its end there. The run ends as cancelled.",
  resume: "Starts a new run of the steps that did not succeed, as if the others were done. It uses the flow and its integrations as they are now.",
  resumeFrom: "Starts a new run in which this step and all steps that depend on it run again, done or not. What else did not succeed runs as well; all other steps that are done stay done.",
  scheduleOff: "The schedule starts nothing until it is switched on again. A run that goes on is not touched.",
  scheduleOn: "The schedule starts runs again from its next time on. Times that passed meanwhile are not made up.",
  retry: "A try after a failed one, within the same run, by the flow's own rule.",
} as const;

export const plural = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

export const skipReasons = {
  definition: "The flow skips this step.",
  request: "It was not among the steps that this run was asked for.",
  already_done: "It was done in the run that this one resumes.",
} as const;

export const triggerText = (source: "manual" | "scheduled", by: string) => (source === "scheduled" ? `by schedule of ${by}` : `by ${by}`);
