import type { FlowRun, RunStep } from "../api/model";
import { skipReasons } from "../common/words";
import { minuteText } from "../common/zone";

/** The service names as many steps that are waited for, and says in its message how many more there are. */
const mostNamed = 10;

/** Why a step does not run, in words; null where it runs or has run. */
export function whyNot(step: RunStep, run: FlowRun, zone: string): string | null {
  const waiting = step.waitingFor;
  if (waiting !== null) {
    switch (waiting.reason) {
      case "steps": {
        const names = waiting.steps.map((one) => one.name);
        return names.length > 0 && names.length < mostNamed ? `Waits for ${list(names)}.` : waiting.message;
      }

      case "retry":
        return waiting.until === null ? waiting.message : `Failed, and is tried again at ${minuteText(new Date(waiting.until), zone)}.`;
      default:
        return waiting.message;
    }
  }

  switch (step.status) {
    case "skipped":
      return step.skipReason === null ? "The flow or the request for this run left it out." : skipReasons[step.skipReason];
    case "not_run":
      return `The run ended before its turn${run.endDate === null ? "" : `, at ${minuteText(new Date(run.endDate), zone)}`}: ${run.message}`;
    case "pending":
      return run.endDate === null ? "Is about to start." : null;
    default:
      return null;
  }
}

const list = (names: readonly string[]) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`);

