import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { IntegrationRun } from "../api/model";
import { Moment, Took } from "../common/Moment";
import { Empty } from "../common/Notices";
import { PagedTable } from "../common/PagedTable";
import { StateMark } from "../common/StateMark";

const keyOf = (run: IntegrationRun) => run.id;

export default function IntegrationRuns({ id }: { id: string }) {
  const columns = useMemo<ColumnDef<IntegrationRun, unknown>[]>(
    () => [
      { id: "when", header: "Started", meta: { width: "12rem" }, cell: ({ row }) => <Link href={`/integrations/${id}/runs/${row.original.id}`} className="strong"><Moment at={row.original.startDate} isExact /></Link> },
      { id: "state", header: "Outcome", meta: { width: "10rem" }, cell: ({ row }) => <StateMark state={row.original.endDate === null ? "running" : row.original.outcome} /> },
      { id: "message", header: "Message", meta: { isExtra: true }, cell: ({ row }) => <span className="one-line" title={row.original.message}>{row.original.message}</span> },
      { id: "took", header: "Took", meta: { width: "8rem", isNumber: true, isExtra: true }, cell: ({ row }) => <Took from={row.original.startDate} to={row.original.endDate} /> },
      { id: "by", header: "Started by", meta: { width: "10rem", isExtra: true }, cell: ({ row }) => <span className="quiet">{row.original.triggeredBy}</span> },
    ],
    [id],
  );
  return (
    <PagedTable
      queryKey={["integration-runs", id]}
      path={`/2/0/integrations/runs/${id}`}
      read={(offset, limit, signal) => calls.integrationRuns(id, offset, limit, signal)}
      columns={columns}
      label="Runs of the integration, newest first"
      what="The runs"
      rowKey={keyOf}
      isLive={(runs) => runs.some((run) => run.endDate === null)}
      empty={<Empty title="The integration has not run yet." />}
    />
  );
}
