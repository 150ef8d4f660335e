import { useMemo } from "react";
import type { FlowRun, RunStep, StepDefinition } from "../api/model";
import { durationText } from "../common/duration";
import { Took } from "../common/Moment";
import { useNow } from "../common/now";
import { StateMark } from "../common/StateMark";
import { standingOf, states } from "../common/words";
import { useZone } from "../common/zone";
import { whyNot } from "./why";

/** When what a step depends on was done, so that it could have started; the run's start where it depends on nothing. */
function readyAt(step: RunStep, run: FlowRun, definitions: ReadonlyMap<string, StepDefinition>, ends: ReadonlyMap<string, string | null>): number {
  const before = definitions.get(step.referrer)?.dependsOn ?? [];
  return before.reduce((latest, referrer) => Math.max(latest, Date.parse(ends.get(referrer) ?? run.startDate)), Date.parse(run.startDate));
}

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
  const ends = useMemo(() => new Map(run.steps.map((step) => [step.referrer, step.endDate])), [run.steps]);
  return (
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
              <td className="extra"><Bar step={step} run={run} ready={readyAt(step, run, definitions, ends)} from={from} to={to} /></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Waiting is hatched, before the start and after it, running is full; both in words for who does not see them. */
function Bar({ step, run, ready, from, to }: { step: RunStep; run: FlowRun; ready: number; from: number; to: number }) {
  if (step.status === "skipped" || step.status === "not_run") {
    return null;
  }

  const start = step.startDate === null ? null : Date.parse(step.startDate);
  const end = step.endDate === null ? to : Date.parse(step.endDate);
  const at = (moment: number) => `${(Math.min(Math.max(moment - from, 0), to - from) / (to - from)) * 100}%`;
  const wide = (ms: number) => `${(Math.max(ms, 0) / (to - from)) * 100}%`;
  const standing = standingOf(step);
  const isHeld = standing === "waiting_turn" || standing === "waiting_retry";
  const goesOn = isHeld ? `${states[standing].word.toLowerCase()}, started` : "running";
  const waited = (start ?? to) - ready;
  const words = [
    ...(waited > 500 ? [`ready after ${durationText(ready - from)}, then waited ${durationText(waited)}`] : []),
    ...(start === null ? [] : [`started after ${durationText(start - from)}, ${step.endDate === null && run.endDate === null ? goesOn : "ran"} ${durationText(end - start)}${isHeld ? " ago" : ""}`]),
    ...(step.attempts > 1 ? [`${step.attempts} attempts`] : []),
  ].join(", ");
  return (
    <span className="track" role="img" aria-label={words || "has not started"} title={words}>
      {waited > 0 && <span className="track-wait" style={{ left: at(ready), width: wide(waited) }} />}
      {start !== null && <span className={`track-run${isHeld ? " track-held" : ""} tone-${states[standing].tone}`} style={{ left: at(start), width: `max(3px, ${wide(end - start)})` }} />}
      {start !== null && step.attempts > 1 && <span className="track-attempts" style={{ left: at(end) }}>×{step.attempts}</span>}
    </span>
  );
}
