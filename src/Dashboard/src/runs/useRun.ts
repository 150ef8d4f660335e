import { useQuery } from "@tanstack/react-query";
import { calls } from "../api/calls";
import type { FlowRun } from "../api/model";
import { pauseAfter } from "../common/live";

const ended = (run: FlowRun) => run.endDate !== null;
const advance = (run: FlowRun) => run.steps.reduce((sum, step) => sum + (step.endDate !== null ? 2 : step.startDate !== null ? 1 : 0), 0);

/**
 * What is shown is never replaced by something older, whatever order answers come in: a run that has ended does not go on, and its steps only go forward.
 * Answers of several hosts can be older than the one before.
 */
export function newer(shown: FlowRun | undefined, next: FlowRun): FlowRun {
  return shown !== undefined && shown.id === next.id && (ended(shown) ? !ended(next) : !ended(next) && advance(next) < advance(shown)) ? shown : next;
}

/** A run, live while it goes on. Its end is read once more, for the steps' own runs are written with it. */
export function useRun(flowId: string, runId: string) {
  return useQuery({
    queryKey: ["run", flowId, runId],
    queryFn: async ({ signal, client, queryKey }) => newer(client.getQueryData<FlowRun>(queryKey), await calls.run(flowId, runId, signal)),
    refetchInterval: (query) => {
      const run = query.state.data;
      return run && ended(run) ? (run.resumedBy === null && run.outcome !== "success" ? 30_000 : false) : pauseAfter(query, true, `/2/0/integrationflows/${flowId}/runs/${runId}`);
    },
    staleTime: ({ state }) => (state.data && ended(state.data) && state.data.outcome === "success" ? Infinity : 1_000),
  });
}
