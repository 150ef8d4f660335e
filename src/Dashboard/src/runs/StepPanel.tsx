import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import type { FlowRun, RunStep, StepDefinition } from "../api/model";
import { root } from "../api/root";
import { Copy } from "../common/Copy";
import { isoDurationText } from "../common/duration";
import { Icon } from "../common/Icon";
import { Moment, Took } from "../common/Moment";
import { Payload } from "../common/Payload";
import { StateMark } from "../common/StateMark";
import { plural, standingOf } from "../common/words";
import { useZone } from "../common/zone";
import { drawn, strategyWords } from "../graph/drawn";
import { useMay } from "../shell/caller";
import { ErrorDetails } from "./ErrorDetails";
import { isToBeDetailed } from "./offers";
import { ResumeFrom } from "./orders";
import { whyNot } from "./why";

/** Where a step is corrected; who has saved it comes back to the run. */
export const editOf = (run: FlowRun, step: RunStep) => `/integrations/${step.referrer}/edit?from=/flows/${run.integrationId}/runs/${run.id}`;

export function StepPanel({ flowId, run, step, definition, close }: { flowId: string; run: FlowRun; step: RunStep; definition: StepDefinition | null; close: () => void }) {
  const zone = useZone();
  const mayRun = useMay("operator");
  const mayEdit = useMay("editor");
  const panel = useRef<HTMLElement>(null);
  // Who closes it goes on where they opened it, unless the focus has gone elsewhere already.
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    panel.current?.focus({ preventScroll: false });
    return () => {
      if (document.activeElement === document.body && opener instanceof HTMLElement && opener.isConnected) {
        opener.focus({ preventScroll: true });
      }
    };
  }, [opener]);
  const standing = standingOf(step);
  const why = whyNot(step, run, zone);
  const words = definition ? strategyWords(drawn(step, definition, false)) : [];
  return (
    <aside
      ref={panel}
      className="panel"
      aria-label={`Step ${step.name}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          close();
        }
      }}
    >
      <div className="panel-head">
        <h2>{step.name}</h2>
        <button type="button" className="button button-quiet" aria-label="Close the step" onClick={close}><Icon name="close" /></button>
      </div>
      <p>
        <StateMark state={standing} />
        {step.progress !== null && standing === "running" && <> <progress value={step.progress} max={1} aria-label="Progress" /> <span className="number">{Math.round(step.progress * 100)} %</span></>}
      </p>
      {why && <p className="panel-why"><strong>Why it is not running:</strong> {why}</p>}
      {step.message && <Payload text={step.message} what="message" file={`message-${step.operationId ?? step.referrer}.txt`} />}
      <dl className="pairs">
        {step.startDate && <><dt>Started</dt><dd><Moment at={step.startDate} isExact /></dd></>}
        {step.startDate && <><dt>{step.endDate !== null || run.endDate !== null ? "Took" : standing === "running" ? "Running for" : "Since its start"}</dt><dd><Took from={step.startDate} to={step.endDate ?? run.endDate} /></dd></>}
        {step.startDate && <><dt>Attempts</dt><dd>{step.attempts}{step.retries > 0 && ` (${plural(step.retries, "retry", "retries")} by the flow's rule)`}</dd></>}
        {step.executionErrorCode !== null && <><dt>Code</dt><dd>{step.executionErrorCode}</dd></>}
        {step.operationId && <><dt>Operation id</dt><dd><code className="id">{step.operationId}</code></dd></>}
        {definition?.type && <><dt>Type</dt><dd>{definition.type}</dd></>}
        {definition?.modelId && <><dt>Model</dt><dd><code className="id">{definition.modelId}</code></dd></>}
        {definition && <><dt>Strategy</dt><dd>{words.length > 0 ? words.join(", ") : "stops after a failure"}</dd></>}
        {definition?.timeout && <><dt>Takes at most</dt><dd>{isoDurationText(definition.timeout)}</dd></>}
      </dl>
      {isToBeDetailed(step, run) && <p className="quiet">The details of its error, and the rows that were refused, can be read here once the run has ended.</p>}
      {step.runId && step.status !== "success" && <ErrorDetails runId={step.runId} said={step.message} />}
      <div className="orders orders-wrap">
        <Link href={`/integrations/${step.referrer}`} className="button">Open the integration</Link>
        <Copy text={() => new URL(`flows/${flowId}/runs/${run.id}?step=${step.referrer}`, root).href} label="Copy a link to this step" />
        {mayEdit && <Link href={editOf(run, step)} className="button"><Icon name="edit" />Edit it</Link>}
        {mayRun && run.endDate !== null && <ResumeFrom run={run} flowId={flowId} step={step} />}
      </div>
    </aside>
  );
}
