import type { FlowRun } from "../api/model";
import { plural, states } from "../common/words";

/** What of a run is told to who does not see it change: that it has ended, how, and how many steps have failed. As short as it can be, for each change is read out. */
export function newsOf({ endDate, outcome, steps }: Pick<FlowRun, "endDate" | "outcome" | "steps">): string {
  const failed = steps.filter((step) => step.status === "failure").length;
  return `${endDate === null ? "The run goes on" : `The run has ended: ${states[outcome].word.toLowerCase()}`}${failed > 0 ? `; ${plural(failed, "step")} failed` : ""}.`;
}
