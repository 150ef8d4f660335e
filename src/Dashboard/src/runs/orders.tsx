import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { calls } from "../api/calls";
import type { FlowRun, ResumePreview, RunStep } from "../api/model";
import { useRepeatable } from "../api/repeatable";
import { Confirm } from "../common/Confirm";
import { Loading } from "../common/Notices";
import { UnderWay } from "../common/UnderWay";
import { does, plural } from "../common/words";

/** The service ends a run a moment after it was asked to: until then the page says that it is under way. */
export function CancelRun({ flowId, runId }: { flowId: string; runId: string }) {
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const cancel = async () => {
    await calls.cancel(flowId, runId);
    setAsked(true);
    void client.invalidateQueries({ queryKey: ["run", flowId, runId] });
  };
  return isAsked ? <UnderWay icon="stop">Cancelling…</UnderWay> : (
    <Confirm label="Cancel the run" icon="stop" title="Cancel the run?" action="Cancel the run" isDanger act={cancel}>
      <p>{does.cancel}</p>
    </Confirm>
  );
}

function useResume(flowId: string, runId: string) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const { give, renew } = useRepeatable();
  const resume = async (fromStep?: string) => {
    const id = await give(fromStep ?? null, (key) => calls.resume(flowId, runId, fromStep, key));
    for (const queryKey of [["flows"], ["flow", flowId], ["runs", flowId], ["run", flowId, runId], ["resume", flowId]]) {
      void client.invalidateQueries({ queryKey });
    }

    go(`/flows/${flowId}/runs/${id}`);
  };
  return { resume, renew };
}

/** Which steps a resume runs and which it keeps is the service's to say: it goes by the flow as it is now, and by what the run was asked for. */
const usePreview = (flowId: string, runId: string, fromStep: string | null, isWanted: boolean) =>
  useQuery({ queryKey: ["resume", flowId, runId, fromStep], queryFn: ({ signal }) => calls.resumePreview(flowId, runId, fromStep, signal), enabled: isWanted, staleTime: 0 });

export function ResumeRun({ run, flowId }: { run: FlowRun; flowId: string }) {
  const { resume, renew } = useResume(flowId, run.id);
  const [isAsked, setAsked] = useState(false);
  const { data, error, refetch } = usePreview(flowId, run.id, null, isAsked);
  if (run.outcome === "success") {
    return null;
  }

  const open = () => {
    renew();
    setAsked(true);
    if (isAsked) {
      void refetch();
    }
  };
  return (
    <Confirm label="Resume the run" icon="resume" title="Resume the run?" action="Resume" isPrimary canAct={data?.refusal === null} onOpen={open} act={() => resume()}>
      <p>{does.resume}</p>
      <What run={run} flowId={flowId} preview={data} error={error} />
    </Confirm>
  );
}

/** Offered where the service would do it; elsewhere why it would not. */
export function ResumeFrom({ run, flowId, step }: { run: FlowRun; flowId: string; step: RunStep }) {
  const { resume, renew } = useResume(flowId, run.id);
  const { data, error, refetch } = usePreview(flowId, run.id, step.referrer, true);
  if (!data) {
    return error && <p className="fault-line" role="alert">Whether the run can be resumed from here is not known: {error.message}</p>;
  }

  return data.refusal !== null ? <p className="quiet">The run cannot be resumed from here: {data.refusal}</p> : (
    <Confirm label="Resume from this step…" icon="resume" title={`Resume from ${step.name}?`} action="Resume from here" isPrimary onOpen={() => { renew(); void refetch(); }} act={() => resume(step.referrer)}>
      <p>{does.resumeFrom}</p>
      <What run={run} flowId={flowId} preview={data} error={null} />
    </Confirm>
  );
}

const shown = 12;

function What({ run, flowId, preview, error }: { run: FlowRun; flowId: string; preview: ResumePreview | undefined; error: Error | null }) {
  if (!preview) {
    return error ? <p className="fault-line" role="alert">{error.message}</p> : <Loading what="what would run" />;
  }

  if (preview.refusal !== null) {
    return <p className="lead tone-warn">{preview.refusal}</p>;
  }

  const { runs, keeps } = preview;
  return (
    <>
      {run.resumedBy !== null && <p className="lead tone-warn">This run has been resumed already, by <Link href={`/flows/${flowId}/runs/${run.resumedBy}`}>a later run</Link>. What that one has done would run once more.</p>}
      <p>{runs.length === 1 ? "This step runs:" : `These ${runs.length} steps run:`}</p>
      <ul className="plain">{runs.slice(0, shown).map((step) => <li key={step.referrer}>{step.name}</li>)}{runs.length > shown && <li>and {runs.length - shown} more</li>}</ul>
      {keeps.length > 0 && <p className="quiet">{plural(keeps.length, "step")} {keeps.length === 1 ? "counts" : "count"} as done and {keeps.length === 1 ? "stays" : "stay"} as {keeps.length === 1 ? "it is" : "they are"}: {keeps.slice(0, shown).map((step) => step.name).join(", ")}{keeps.length > shown && " …"}.</p>}
    </>
  );
}
