import { useQuery } from "@tanstack/react-query";
import { Suspense, useMemo } from "react";
import { Link, Redirect } from "wouter";
import { calls } from "../api/calls";
import type { FlowRun, RunStep, StepDefinition } from "../api/model";
import { useAddress } from "../common/address";
import { clipped } from "../common/clip";
import { isoDurationText, parseDuration } from "../common/duration";
import { isAlike, useKept } from "../common/kept";
import { useLastFault } from "../common/lastFault";
import { Moment, Took } from "../common/Moment";
import { Fault, Loading } from "../common/Notices";
import { useNow } from "../common/now";
import { Payload } from "../common/Payload";
import { StateMark } from "../common/StateMark";
import { ToList } from "../common/ToList";
import { useTitle } from "../common/title";
import { plural, standingOf, states, triggerText } from "../common/words";
import { criticalSteps, drawn } from "../graph/drawn";
import { GraphSpace } from "../graph/GraphSpace";
import { useMay } from "../shell/caller";
import { Graph } from "../shell/parts";
import { Counts } from "./Counts";
import { newsOf } from "./news";
import { isToCancel, isUnknown } from "./offers";
import { CancelRun, ResumeRun } from "./orders";
import { editOf, StepPanel } from "./StepPanel";
import { StepsTable } from "./StepsTable";
import { useRun } from "./useRun";

const bad = new Set(["failure", "cancelled"]);

export default function RunPage({ flowId, runId }: { flowId: string; runId: string }) {
  const { data: run, error, refetch } = useRun(flowId, runId);
  const fault = useLastFault({ data: run, error });
  const mayRun = useMay("operator");
  useTitle(run ? `${states[run.outcome].word}: ${run.name}` : "Run");
  return (
    <>
      <p className="crumbs">
        <ToList to="/flows">Flows</ToList> <span aria-hidden="true">/</span> <Link href={`/flows/${flowId}`}>{run?.name ?? "Flow"}</Link> <span aria-hidden="true">/</span>{" "}
        <Link href={`/flows/${flowId}/runs`}>Runs</Link>
      </p>
      <div className="head">
        <h1>{run ? <><StateMark state={run.outcome} isLarge /> <span className="head-name">{run.name}</span></> : "Run"}</h1>
        {/* Before anything else has loaded: who must stop a run must not wait for its picture. */}
        <div className="orders">
          {mayRun && isToCancel(run, fault) && <CancelRun flowId={flowId} runId={runId} />}
          {mayRun && run !== undefined && run.endDate !== null && <ResumeRun run={run} flowId={flowId} />}
        </div>
      </div>
      <p className="sr" aria-live="polite">{run && newsOf(run)}</p>
      {run ? <Body run={run} flowId={flowId} /> : fault === null ? <Loading what="the run" /> : isUnknown(fault) ? <Elsewhere id={flowId} runId={runId} error={fault} /> : <Fault error={fault} what="The run could not be loaded." retry={refetch} />}
    </>
  );
}

/** Links that know only an owner and a run, as those of notifications, lead here for an integration's own runs as well. */
function Elsewhere({ id, runId, error }: { id: string; runId: string; error: Error }) {
  const { data, isPending } = useQuery({ queryKey: ["integration", id], queryFn: ({ signal }) => calls.integration(id, signal), retry: false });
  return data ? <Redirect to={`/integrations/${id}/runs/${runId}`} replace /> : isPending ? <Loading what="the run" /> : <Fault error={error} what="There is no such run." />;
}

const isIt = (one: StepDefinition | null, other: StepDefinition | null) => one === other;

/** As the flow was when it ran; runs of older versions have no record of that, and the flow as it is now has to do. Null until that is known. */
function useDefinitions(run: FlowRun, flowId: string): { of: ReadonlyMap<string, StepDefinition> | null; isAsItWas: boolean } {
  const isAsItWas = run.steps.every((step) => step.definition !== null);
  const { data, isPending } = useQuery({ queryKey: ["flow", flowId], queryFn: ({ signal }) => calls.flow(flowId, signal), enabled: !isAsItWas });
  const referrers = run.steps.map((step) => step.referrer).join();
  // An answer like the one before has the very definitions of that one: the query shares what is the same.
  const definitions = useKept(run.steps.map((step) => step.definition), isIt);
  const of = useMemo(() => {
    if (!isAsItWas && isPending) {
      return null;
    }

    const now = new Map(data?.value.steps.map((step) => [step.referrer, step as StepDefinition]));
    return new Map(referrers.split(",").flatMap((referrer, at) => {
      const definition = definitions[at] ?? now.get(referrer);
      return definition ? [[referrer, definition] as const] : [];
    }));
  }, [referrers, definitions, data, isAsItWas, isPending]);
  return { of, isAsItWas };
}

const unknown: ReadonlyMap<string, StepDefinition> = new Map();

function Body({ run, flowId }: { run: FlowRun; flowId: string }) {
  const [chosen, choose] = useAddress("step");
  const { of, isAsItWas } = useDefinitions(run, flowId);
  const definitions = of ?? unknown;
  const isOver = run.endDate !== null;
  const critical = useMemo(() => {
    if (!isOver) {
      return new Set<string>();
    }

    const lengths = new Map(run.steps.map((step) => [step.referrer, step.startDate && step.endDate ? Date.parse(step.endDate) - Date.parse(step.startDate) : 0]));
    return criticalSteps(run.steps.map((step) => ({ referrer: step.referrer, dependsOn: definitions.get(step.referrer)?.dependsOn ?? null })), (referrer) => lengths.get(referrer) ?? 0);
  }, [run, definitions, isOver]);
  const all = useMemo(
    () => run.steps.map((step) => drawn(step, definitions.get(step.referrer) ?? null, critical.has(step.referrer), standingOf(step), step.progress)),
    [run.steps, definitions, critical],
  );
  const steps = useKept(all, isAlike);
  const step = run.steps.find((one) => one.referrer === chosen);
  return (
    <>
      <Lead run={run} onChoose={choose} />
      <Facts run={run} flowId={flowId} />
      <Counts steps={run.steps} onChoose={choose} />
      {!isAsItWas && <p className="quiet">How the steps hung together is not on record for this run: the graph is the flow&rsquo;s as it is now.</p>}
      <div className={step ? "beside" : ""}>
        <div>
          <Suspense fallback={<GraphSpace steps={steps} />}>
            {of === null ? <div className="graph-space" /> : <Graph steps={steps} chosen={chosen || null} onChoose={choose} label={`Graph of the run of ${run.name}; the table below has the same facts`} />}
          </Suspense>
          <StepsTable run={run} definitions={definitions} critical={critical} chosen={chosen} onChoose={choose} />
        </div>
        {step && <StepPanel key={step.referrer} flowId={flowId} run={run} step={step} definition={definitions.get(step.referrer) ?? null} close={() => choose("")} />}
      </div>
    </>
  );
}

/** What went wrong comes first, with its message. */
function Lead({ run, onChoose }: { run: FlowRun; onChoose: (referrer: string) => void }) {
  const failed = run.steps.filter((step) => bad.has(step.status));
  const partial = run.steps.filter((step) => step.status === "partial_success");
  const worst = failed.length > 0 ? failed : run.outcome === "success" ? [] : partial;
  if (worst.length === 0) {
    return run.outcome === "success" || run.outcome === "running" ? null : <p className={`lead tone-${states[run.outcome].tone}`}>{run.message}</p>;
  }

  return (
    <section className="leads" aria-label="What went wrong">
      {worst.map((step) => <LeadOf key={step.referrer} run={run} step={step} onChoose={onChoose} />)}
      {run.endDate !== null && run.outcome !== "success" && <p className="leads-end">{run.message}{run.cancelledBy && ` (cancelled by ${run.cancelledBy})`}</p>}
    </section>
  );
}

function LeadOf({ run, step, onChoose }: { run: FlowRun; step: RunStep; onChoose: (referrer: string) => void }) {
  const mayEdit = useMay("editor");
  return (
    <div className={`lead tone-${states[step.status].tone}`}>
      <p className="lead-title"><StateMark state={step.status} /> <button type="button" className="link strong" onClick={() => onChoose(step.referrer)}>{step.name}</button></p>
      {step.message !== null && clipped(step.message) !== step.message
        ? <Payload text={step.message} what="message" file={`message-${step.operationId ?? step.referrer}.txt`} />
        : <p className="lead-message">{step.message ?? "The step says no reason."}</p>}
      <p className="quiet">
        {step.executionErrorCode !== null && <>Code {step.executionErrorCode} · </>}
        {step.attempts} {step.attempts === 1 ? "attempt" : "attempts"}
        {mayEdit && <> · <Link href={editOf(run, step)}>Correct this step</Link></>}
      </p>
    </div>
  );
}

function Facts({ run, flowId }: { run: FlowRun; flowId: string }) {
  const { data } = useQuery({ queryKey: ["durations", flowId], queryFn: ({ signal }) => calls.durations(flowId, signal), staleTime: 60_000 });
  return (
    <dl className="facts">
      <div>
        <dt>Started</dt>
        <dd><Moment at={run.startDate} isExact /><div className="facts-more">{triggerText(run.triggerSource, run.triggeredBy)}</div></dd>
      </div>
      <div>
        <dt>{run.endDate === null ? "Running for" : "Took"}</dt>
        <dd>
          <Took from={run.startDate} to={run.endDate} />
          {data?.flow && <div className="facts-more" title={`Of ${plural(data.flow.runs, "successful run")}`}>usually {isoDurationText(data.flow.median)}, nine of ten within {isoDurationText(data.flow.p90)}<Overdue run={run} p90={parseDuration(data.flow.p90)} /></div>}
        </dd>
      </div>
      {run.resumedFrom !== null && <div><dt>Resumes</dt><dd><Link href={`/flows/${flowId}/runs/${run.resumedFrom}`}>an earlier run</Link>{run.resumedFromStep !== null && <div className="facts-more">from {run.steps.find((step) => step.referrer === run.resumedFromStep)?.name ?? "a chosen step"}</div>}</dd></div>}
      {run.resumedBy !== null && <div><dt>Resumed</dt><dd><Link href={`/flows/${flowId}/runs/${run.resumedBy}`}>by a later run</Link></dd></div>}
      <div><dt>Run</dt><dd><code className="id">{run.id}</code><div className="facts-more">trace <code className="id">{run.traceId}</code></div></dd></div>
    </dl>
  );
}

function Overdue({ run, p90 }: { run: FlowRun; p90: number | null }) {
  const now = useNow(run.endDate === null);
  const took = (run.endDate === null ? now : Date.parse(run.endDate)) - Date.parse(run.startDate);
  return p90 !== null && took > p90 ? <strong className="tone-warn"> · longer than usual</strong> : null;
}
