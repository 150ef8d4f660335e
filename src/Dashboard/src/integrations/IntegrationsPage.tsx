import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { IntegrationSummary } from "../api/model";
import { useAddress, useRemembered } from "../common/address";
import { Icon } from "../common/Icon";
import { Moment } from "../common/Moment";
import { Empty } from "../common/Notices";
import { PagedTable } from "../common/PagedTable";
import { useSettled } from "../common/settled";
import { StateMark } from "../common/StateMark";
import { useTitle } from "../common/title";
import { useMay } from "../shell/caller";

const keyOf = (one: IntegrationSummary) => one.integrationId;

export default function IntegrationsPage() {
  useTitle("Integrations");
  useRemembered("/integrations");
  const [q, setSearch] = useAddress("q");
  const [sortBy, setSortBy] = useAddress("sort", "name");
  const search = useSettled(q);
  const mayEdit = useMay("editor");
  const columns = useMemo<ColumnDef<IntegrationSummary, unknown>[]>(
    () => [
      { id: "name", header: "Integration", meta: { sort: "name" }, cell: ({ row }) => <Link href={`/integrations/${row.original.integrationId}`} className="strong">{row.original.name}</Link> },
      { id: "type", header: "Type", meta: { width: "7rem" }, cell: ({ row }) => row.original.integrationType },
      { id: "state", header: "Latest run", meta: { width: "11rem" }, cell: ({ row }) => <StateMark state={row.original.latestRun?.outcome ?? "none"} /> },
      { id: "when", header: "Started", meta: { sort: "latestRun", width: "12rem", isExtra: true }, cell: ({ row }) => row.original.latestRun && <Moment at={row.original.latestRun.startDate} /> },
      { id: "changed", header: "Changed", meta: { sort: "modified", width: "16rem", isExtra: true }, cell: ({ row }) => <span className="quiet"><Moment at={row.original.modificationDate} /> by {row.original.modifiedBy ?? row.original.createdBy}</span> },
    ],
    [],
  );
  return (
    <>
      <div className="head">
        <h1>Integrations</h1>
        {mayEdit && <Link href="/integrations/new" className="button"><Icon name="plus" />New integration</Link>}
      </div>
      <div className="filters">
        <div className="search">
          <Icon name="search" />
          <input type="search" aria-label="Search integrations by name" placeholder="Search by name" value={q} onChange={(event) => setSearch(event.target.value)} />
        </div>
      </div>
      <PagedTable
        queryKey={["integrations", search, sortBy]}
        path="/2/0/integrations"
        read={(offset, limit, signal) => calls.integrations({ offset, limit, q: search, sortBy }, signal)}
        columns={columns}
        label="Integrations"
        what="The integrations"
        sortBy={sortBy}
        onSort={setSortBy}
        rowKey={keyOf}
        isLive={(all) => all.some((one) => one.latestRun?.outcome === "running")}
        empty={q ? <Empty title="No integration fits." /> : <Empty title="There are no integrations yet."><p>An integration is one step&rsquo;s work: it calls an endpoint, runs an action of a model, or moves a file.</p></Empty>}
      />
    </>
  );
}
