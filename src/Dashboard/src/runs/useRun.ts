import { useQuery } from "@tanstack/react-query";
import { calls } from "../api/calls";
import type { FlowRun } from "../api/model";
import { never, pauseAfter } from "../common/live";
import { isToBeReadAgain, lastRead } from "./end";
import { ended, newer } from "./newer";

/** A run, live while it goes on. Its end is read once more, for the steps' own runs are written with it; after that only somebody's resuming it can change it. */
export function useRun(flowId: string, runId: string) {
  return useQuery({
    queryKey: ["run", flowId, runId],
    queryFn: async ({ signal, client, queryKey }) => newer(client.getQueryData<FlowRun>(queryKey), await calls.run(flowId, runId, signal)),
    refetchInterval: (query) => {
      const { data: run } = query.state;
      const path = `/2/0/integrationflows/${flowId}/runs/${runId}`;
      if (!run || !ended(run)) {
        return pauseAfter(query, true, path);
      }

      return isToBeReadAgain(query) ? pauseAfter(query, true, path, lastRead)
        : run.resumedBy === null && run.outcome !== "success" ? pauseAfter(query, false, path, 30_000)
          : never(query);
    },
    staleTime: ({ state }) => (state.data && ended(state.data) && state.data.outcome === "success" ? Infinity : 1_000),
  });
}
