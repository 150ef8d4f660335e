import { usePrefetchQuery, useQuery } from "@tanstack/react-query";
import { Suspense, useMemo } from "react";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { Flow } from "../api/model";
import { useAddress } from "../common/address";
import { isoDurationText, parseDuration } from "../common/duration";
import { Icon } from "../common/Icon";
import { pauseAfter } from "../common/live";
import { Distance, Moment } from "../common/Moment";
import { Fault, Loading } from "../common/Notices";
import { pageQuery } from "../common/PagedTable";
import { StateMark } from "../common/StateMark";
import { Tabs } from "../common/Tabs";
import { useTitle } from "../common/title";
import { ToList } from "../common/ToList";
import { plural } from "../common/words";
import { criticalSteps, drawn, strategyWords } from "../graph/drawn";
import { GraphSpace } from "../graph/GraphSpace";
import { runsOf } from "../runs/runsOf";
import { useMay } from "../shell/caller";
import { DurationsView, Graph, Grid, RunsList, ScheduleView } from "../shell/parts";
import { DeleteFlow } from "./DeleteFlow";
import { RunChosen, RunFlow } from "./RunFlow";
import { ScheduleSwitch } from "./ScheduleSwitch";

export default function FlowPage({ id, part }: { id: string; part: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["flow", id],
    queryFn: ({ signal }) => calls.flow(id, signal),
    refetchInterval: (query) => pauseAfter(query, query.state.data?.value.latestRun?.outcome === "running", `/2/0/integrationflows/${id}`),
  });
  useTitle(data?.value.name ?? "Flow");
  const mayRun = useMay("operator");
  const mayEdit = useMay("editor");
  if (!data) {
    return error ? <Fault error={error} what="The flow could not be loaded." retry={refetch} /> : <>{part === "runs" && <RunsAhead flowId={id} />}<Loading what="the flow" /></>;
  }

  const flow = data.value;
  const isRunning = flow.latestRun?.outcome === "running";
  return (
    <>
      <p className="crumbs"><ToList to="/flows">Flows</ToList></p>
      <div className="head">
        <h1>{flow.name}</h1>
        <div className="orders">
          {mayRun && flow.schedule && <ScheduleSwitch id={id} name={flow.name} schedule={flow.schedule} />}
          {mayEdit && <DeleteFlow id={id} name={flow.name} tag={data.tag} />}
          {mayEdit && <Link href={`/flows/${id}/edit`} className="button"><Icon name="edit" />Edit</Link>}
          {mayRun && <RunChosen id={id} steps={flow.steps} isRunning={isRunning} />}
          {mayRun && <RunFlow id={id} name={flow.name} isRunning={isRunning} />}
        </div>
      </div>
      <Facts flow={flow} />
      <Tabs
        label="Parts of the flow"
        chosen={part}
        tabs={[
          { id: "graph", word: "Steps", to: `/flows/${id}` },
          { id: "runs", word: "Runs", to: `/flows/${id}/runs` },
          { id: "grid", word: "Steps × runs", to: `/flows/${id}/grid` },
          { id: "durations", word: "Durations", to: `/flows/${id}/durations` },
          { id: "schedule", word: "Schedule", to: `/flows/${id}/schedule` },
        ]}
      />
      <Suspense fallback={<Loading what="this part" />}>
        {part === "runs" ? <RunsList flowId={id} />
          : part === "grid" ? <Grid flowId={id} steps={flow.steps} />
            : part === "durations" ? <DurationsView flow={flow} />
              : part === "schedule" ? <ScheduleView id={id} name={flow.name} schedule={flow.schedule} of="flow" />
                : <Steps flow={flow} />}
      </Suspense>
    </>
  );
}

/** Asks for the newest runs beside the flow that they stand under. */
function RunsAhead({ flowId }: { flowId: string }) {
  usePrefetchQuery(pageQuery(runsOf(flowId), 0));
  return null;
}

function Facts({ flow }: { flow: Flow }) {
  const { latestRun: run, schedule, nextDate, expectedDuration } = flow;
  return (
    <dl className="facts">
      <div>
        <dt>Latest run</dt>
        <dd>
          {run === null ? <StateMark state="none" /> : (
            <>
              {run.id === null ? <StateMark state={run.outcome} /> : <Link href={`/flows/${flow.id}/runs/${run.id}`}><StateMark state={run.outcome} /></Link>}
              {" "}<span className="quiet"><Moment at={run.startDate} /></span>
              {run.outcome !== "success" && run.outcome !== "running" && <div className="facts-more">{run.message}</div>}
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Next</dt>
        <dd>
          {schedule === null ? <span className="quiet">no schedule</span> : nextDate === null
            ? <span className="quiet">{schedule.status === "disabled" ? "schedule is off" : "no more times"}</span>
            : <><Moment at={nextDate} /> <span className="quiet">· <Distance to={nextDate} /></span></>}
          {schedule && <div className="facts-more">{schedule.words} · {schedule.timezone}</div>}
        </dd>
      </div>
      <div>
        <dt>Takes usually</dt>
        <dd>
          {expectedDuration === null ? <span className="quiet">not known yet</span> : (
            <>
              {isoDurationText(expectedDuration.median)}
              <div className="facts-more">nine of ten within {isoDurationText(expectedDuration.p90)}, of {plural(expectedDuration.runs, "run")}</div>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{flow.modifiedBy === null ? "Created" : "Changed"}</dt>
        <dd>
          <Moment at={flow.modificationDate} />
          <div className="facts-more">by {flow.modifiedBy ?? flow.createdBy}</div>
        </dd>
      </div>
    </dl>
  );
}

function Steps({ flow }: { flow: Flow }) {
  const [chosen, choose] = useAddress("step");
  const { data: durations } = useQuery({ queryKey: ["durations", flow.id], queryFn: ({ signal }) => calls.durations(flow.id, signal), staleTime: 60_000 });
  const shapes = useMemo(() => {
    const medians = new Map(durations?.steps.map((step) => [step.referrer, parseDuration(step.duration.median) ?? 0]));
    const critical = criticalSteps(flow.steps, (referrer) => medians.get(referrer) ?? 0);
    return flow.steps.map((step) => drawn(step, step, critical.has(step.referrer)));
  }, [flow.steps, durations]);
  const usual = new Map(durations?.steps.map((step) => [step.referrer, isoDurationText(step.duration.median)]));
  const names = new Map(flow.steps.map((step) => [step.referrer, step.name]));
  return (
    <>
      <Suspense fallback={<GraphSpace steps={shapes} />}>
        <Graph steps={shapes} chosen={chosen || null} onChoose={choose} label={`Graph of ${flow.name}; the table below has the same facts`} />
      </Suspense>
      <table className="table" aria-label="Steps of the flow">
        <thead>
          <tr><th scope="col">Step</th><th scope="col" className="extra">Type</th><th scope="col">Waits for</th><th scope="col">Runs</th><th scope="col" className="number-column extra">Takes usually</th><th scope="col" className="extra">Strategies</th><th scope="col" className="extra">Model</th></tr>
        </thead>
        <tbody>
          {flow.steps.map((step, index) => (
            <tr key={step.referrer} aria-selected={step.referrer === chosen || undefined}>
              <td><Link href={`/integrations/${step.referrer}`} className="strong">{step.name}</Link></td>
              <td className="extra">{step.type}</td>
              <td>{step.dependsOn?.length ? step.dependsOn.map((before) => names.get(before) ?? before).join(", ") : <span className="quiet">nothing</span>}</td>
              <td>{step.isSkipped ? <StateMark state="skipped" /> : "yes"}</td>
              <td className="number-column extra">{usual.get(step.referrer) ?? <span className="quiet">–</span>}{shapes[index]!.isCritical && usual.get(step.referrer) && <span className="mark" title="On the critical path: a run takes at least as long as these steps">critical</span>}</td>
              <td className="extra">{strategyWords(shapes[index]!).join(", ") || <span className="quiet">stops after a failure</span>}{step.timeout && `, at most ${isoDurationText(step.timeout)}`}</td>
              <td className="extra"><code className="id">{step.modelId || "–"}</code></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
