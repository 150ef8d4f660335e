import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { calls } from "../api/calls";
import type { FlowRun, RunStep } from "../api/model";
import { Confirm } from "../common/Confirm";
import { does } from "../common/words";

export function CancelRun({ flowId, runId }: { flowId: string; runId: string }) {
  const client = useQueryClient();
  const cancel = async () => {
    await calls.cancel(flowId, runId);
    void client.invalidateQueries({ queryKey: ["run", flowId, runId] });
  };
  return (
    <Confirm label="Cancel the run" icon="stop" title="Cancel the run?" action="Cancel the run" isDanger act={cancel}>
      <p>{does.cancel}</p>
    </Confirm>
  );
}

function useResume(flowId: string, runId: string) {
  const client = useQueryClient();
  const [, go] = useLocation();
  return async (fromStep?: string) => {
    const id = await calls.resume(flowId, runId, fromStep);
    for (const queryKey of [["flows"], ["flow", flowId], ["runs", flowId], ["run", flowId, runId]]) {
      void client.invalidateQueries({ queryKey });
    }

    go(`/flows/${flowId}/runs/${id}`);
  };
}

const isDone = (step: RunStep) => step.status === "success" || step.status === "partial_success" || step.status === "skipped";

export function ResumeRun({ run, flowId }: { run: FlowRun; flowId: string }) {
  const resume = useResume(flowId, run.id);
  const left = run.steps.filter((step) => !isDone(step));
  if (left.length === 0) {
    return null;
  }

  return (
    <Confirm label="Resume the run" icon="resume" title="Resume the run?" action="Resume" isPrimary act={() => resume()}>
      <p>{does.resume}</p>
      <p>{left.length === 1 ? "This step runs:" : `These ${left.length} steps run:`}</p>
      <ul className="plain">{left.slice(0, 12).map((step) => <li key={step.referrer}>{step.name}</li>)}{left.length > 12 && <li>and {left.length - 12} more</li>}</ul>
    </Confirm>
  );
}

export function ResumeFrom({ run, flowId, step, alsoRuns }: { run: FlowRun; flowId: string; step: RunStep; alsoRuns: readonly string[] }) {
  const resume = useResume(flowId, run.id);
  return (
    <Confirm label="Resume from this step…" icon="resume" title={`Resume from ${step.name}?`} action="Resume from here" isPrimary act={() => resume(step.referrer)}>
      <p>{does.resumeFrom}</p>
      <p>{alsoRuns.length === 1 ? "This step runs:" : `These ${alsoRuns.length} steps run:`}</p>
      <ul className="plain">{alsoRuns.map((name) => <li key={name}>{name}</li>)}</ul>
    </Confirm>
  );
}
