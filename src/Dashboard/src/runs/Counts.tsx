import { Fragment } from "react";
import type { RunStep } from "../api/model";
import { Icon } from "../common/Icon";
import { standingOf, states, type Standing } from "../common/words";

/** The worst first; of the many that went well, the number alone. */
const order: readonly Standing[] = ["failure", "cancelled", "partial_success", "running", "waiting_retry", "waiting_turn", "pending", "not_run", "skipped", "success"];
const named = 3;

/** Where the steps stand, in one line of words. */
export function Counts({ steps, onChoose }: { steps: readonly RunStep[]; onChoose: (referrer: string) => void }) {
  const groups = order.map((state) => ({ state, of: steps.filter((step) => standingOf(step) === state) })).filter((group) => group.of.length > 0);
  return (
    <p className="counts" aria-label="Steps by where they stand">
      {groups.map(({ state, of }) => (
        <span key={state} className="counts-group">
          <Icon name={states[state].icon} className={`tone-${states[state].tone}`} />
          <strong>{of.length} {states[state].word.toLowerCase()}</strong>
          {state !== "success" && (
            <>
              {": "}
              {of.slice(0, named).map((step, index) => (
                <Fragment key={step.referrer}>
                  {index > 0 && ", "}
                  <button type="button" className="link" onClick={() => onChoose(step.referrer)}>{step.name}</button>
                </Fragment>
              ))}
              {of.length > named && ` and ${of.length - named} more`}
            </>
          )}
        </span>
      ))}
    </p>
  );
}
