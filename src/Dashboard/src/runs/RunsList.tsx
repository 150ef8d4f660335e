import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { Link } from "wouter";
import type { Run } from "../api/model";
import { Moment, Took } from "../common/Moment";
import { Empty } from "../common/Notices";
import { PagedTable } from "../common/PagedTable";
import { StateMark } from "../common/StateMark";
import { triggerText } from "../common/words";
import { runsOf } from "./runsOf";

const keyOf = (run: Run) => run.id;

/** All runs of a flow, newest first, however many. */
export default function RunsList({ flowId }: { flowId: string }) {
  const columns = useMemo<ColumnDef<Run, unknown>[]>(
    () => [
      { id: "when", header: "Started", meta: { width: "12rem" }, cell: ({ row }) => <Link href={`/flows/${flowId}/runs/${row.original.id}`} className="strong"><Moment at={row.original.startDate} isExact /></Link> },
      { id: "state", header: "Outcome", meta: { width: "10rem" }, cell: ({ row }) => <StateMark state={row.original.outcome} /> },
      { id: "message", header: "Message", meta: { isExtra: true }, cell: ({ row }) => <span className="one-line" title={row.original.message}>{row.original.message}</span> },
      { id: "took", header: "Took", meta: { width: "8rem", isNumber: true, isExtra: true }, cell: ({ row }) => <Took from={row.original.startDate} to={row.original.endDate} /> },
      {
        id: "by",
        header: "Started by",
        meta: { width: "14rem", isExtra: true },
        cell: ({ row }) => <span className="one-line quiet">{triggerText(row.original.triggerSource, row.original.triggeredBy)}{row.original.resumedFrom && ", resumed"}</span>,
      },
    ],
    [flowId],
  );
  return (
    <PagedTable
      {...runsOf(flowId)}
      path={`/2/0/integrationflows/${flowId}/runs`}
      columns={columns}
      label="Runs of the flow, newest first"
      what="The runs"
      rowKey={keyOf}
      isLive={(runs) => runs.some((run) => run.endDate === null)}
      empty={<Empty title="The flow has not run yet." />}
    />
  );
}
