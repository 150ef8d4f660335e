import { useMemo } from "react";
import type { FlowRun, StepDefinition } from "../api/model";
import { durationText } from "../common/duration";
import { Took } from "../common/Moment";
import { useNow } from "../common/now";
import { StateMark } from "../common/StateMark";
import { standingOf } from "../common/words";
import { useZone } from "../common/zone";
import { Legend, Track } from "./Track";
import { readyAt, spansOf } from "./timeline";
import { whyNot } from "./why";

/** The same facts as the graph, in rows, with what happened when. */
export function StepsTable({ run, definitions, critical, chosen, onChoose }: {
  run: FlowRun;
  definitions: ReadonlyMap<string, StepDefinition>;
  critical: ReadonlySet<string>;
  chosen: string;
  onChoose: (referrer: string) => void;
}) {
  const zone = useZone();
  const now = useNow(run.endDate === null);
  const from = Date.parse(run.startDate);
  const to = Math.max(run.endDate === null ? now : Date.parse(run.endDate), from + 1000);
  const ready = useMemo(() => new Map(run.steps.map(({ referrer }) => [referrer, readyAt(referrer, run, definitions)])), [run, definitions]);
  return (
    <>
      <table className="table steps" aria-label="Steps of the run">
        <thead>
          <tr>
            <th scope="col" className="steps-name">Step</th>
            <th scope="col" className="steps-state">Where it stands</th>
            <th scope="col" className="number-column steps-took">Took</th>
            <th scope="col" className="extra"><span className="axis"><span>0</span><span>Time from the start</span><span>{durationText(to - from)}</span></span></th>
          </tr>
        </thead>
        <tbody>
          {run.steps.map((step) => {
            const why = whyNot(step, run, zone);
            const standing = standingOf(step);
            return (
              <tr key={step.referrer} className={step.referrer === chosen ? "row-chosen" : ""} aria-selected={step.referrer === chosen}>
                <td>
                  <button type="button" className="link strong" onClick={() => onChoose(step.referrer === chosen ? "" : step.referrer)} aria-expanded={step.referrer === chosen}>{step.name}</button>
                  {critical.has(step.referrer) && step.startDate !== null && <span className="mark" title="On the critical path: these steps decided how long the run took">critical</span>}
                </td>
                <td>
                  <StateMark state={standing} />
                  {standing === "running" && step.progress !== null && <span className="number"> {Math.round(step.progress * 100)} %</span>}
                  {step.attempts > 1 && <span className="quiet"> · attempt {step.attempts}</span>}
                  {(why ?? (step.status === "success" ? null : step.message)) && <div className="two-lines quiet">{why ?? step.message}</div>}
                </td>
                <td className="number-column"><Took from={step.startDate} to={step.endDate ?? (run.endDate === null ? null : run.endDate)} /></td>
                <td className="extra"><Track step={step} spans={spansOf(step, run, ready.get(step.referrer) ?? null, now)} from={from} to={to} /></td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Legend />
    </>
  );
}
