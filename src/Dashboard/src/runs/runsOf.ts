import { calls } from "../api/calls";
import type { Run } from "../api/model";
import type { Paged } from "../common/PagedTable";

/** All runs of a flow, newest first. */
export const runsOf = (flowId: string): Paged<Run> => ({
  queryKey: ["runs", flowId],
  read: (offset, limit, signal) => calls.runs(flowId, offset, limit, signal),
});
