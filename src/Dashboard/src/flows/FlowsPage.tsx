import type { ColumnDef } from "@tanstack/react-table";
import { Suspense, useMemo } from "react";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { FlowSummary, LatestRun } from "../api/model";
import { useAddress, useRemembered } from "../common/address";
import { isoDurationText } from "../common/duration";
import { Icon } from "../common/Icon";
import { Distance, Moment, Took } from "../common/Moment";
import { Empty } from "../common/Notices";
import { PagedTable } from "../common/PagedTable";
import { chosenOf, withChosen } from "../common/query";
import { useSettled } from "../common/settled";
import { StateMark } from "../common/StateMark";
import { useTitle } from "../common/title";
import { states, triggerText } from "../common/words";
import { useMay } from "../shell/caller";
import { RunMany } from "../shell/parts";
import { RunFlow } from "./RunFlow";
import { ScheduleSwitch } from "./ScheduleSwitch";

const keyOf = (flow: FlowSummary) => flow.id;

const filters = ["failure", "timed_out", "partial_success", "running", "success", "cancelled", "none"] as const;

export function FlowsPage() {
  useTitle("Flows");
  useRemembered("/flows");
  const [q, setSearch] = useAddress("q");
  const [state, setState] = useAddress("state");
  const [sortBy, setSortBy] = useAddress("sort", "name");
  const search = useSettled(q);
  const mayRun = useMay("operator");
  const mayEdit = useMay("editor");
  const chosen = chosenOf(state, filters);
  const columns = useMemo<ColumnDef<FlowSummary, unknown>[]>(
    () => [
      { id: "name", header: "Flow", meta: { sort: "name" }, cell: ({ row }) => <Link href={`/flows/${row.original.id}`} className="strong">{row.original.name}</Link> },
      { id: "state", header: "Latest run", meta: { width: "11rem" }, cell: ({ row }) => <LatestOutcome flow={row.original} /> },
      { id: "when", header: "Started", meta: { sort: "latestRun", width: "11rem", isExtra: true }, cell: ({ row }) => row.original.latestRun && <Moment at={row.original.latestRun.startDate} /> },
      { id: "took", header: "Took", meta: { width: "7rem", isNumber: true, isExtra: true }, cell: ({ row }) => <TookBeside flow={row.original} /> },
      { id: "next", header: "Next", meta: { width: "15rem", isExtra: true }, cell: ({ row }) => <Next flow={row.original} /> },
      {
        id: "orders",
        header: () => <span className="sr">Orders</span>,
        meta: { width: "9.5rem", isExtra: true },
        cell: ({ row }) => mayRun && (
          <div className="orders">
            {row.original.schedule && <ScheduleSwitch id={row.original.id} name={row.original.name} schedule={row.original.schedule} isBare />}
            <RunFlow id={row.original.id} name={row.original.name} isRunning={row.original.latestRun?.outcome === "running"} isSmall />
          </div>
        ),
      },
    ],
    [mayRun],
  );
  return (
    <>
      <div className="head">
        <h1>Flows</h1>
        <div className="orders">
          {mayEdit && <Link href="/flows/new" className="button"><Icon name="plus" />New flow</Link>}
          {mayRun && <Suspense><RunMany q={search} state={state} /></Suspense>}
        </div>
      </div>
      <div className="filters">
        <div className="search">
          <Icon name="search" />
          <input type="search" aria-label="Search flows by name" placeholder="Search by name" value={q} onChange={(event) => setSearch(event.target.value)} />
        </div>
        <fieldset className="chips">
          <legend className="sr">Show flows whose latest run</legend>
          {filters.map((filter) => (
            <label key={filter} className="chip">
              <input
                type="checkbox"
                checked={chosen.includes(filter)}
                onChange={(event) => setState(withChosen(state, filters, filter, event.target.checked))}
              />
              <Icon name={states[filter].icon} className={`tone-${states[filter].tone}`} />
              {states[filter].word}
            </label>
          ))}
        </fieldset>
      </div>
      <PagedTable
        queryKey={["flows", search, state, sortBy]}
        path="/2/0/integrationflows"
        read={(offset, limit, signal) => calls.flows({ offset, limit, q: search, state, sortBy }, signal)}
        columns={columns}
        label="Flows"
        what="The flows"
        sortBy={sortBy}
        onSort={setSortBy}
        rowKey={keyOf}
        isLive={(flows) => flows.some((flow) => flow.latestRun?.outcome === "running")}
        empty={
          q || state
            ? <Empty title="No flow fits."><button type="button" className="button" onClick={() => { setSearch(""); setState(""); }}>Show all flows</button></Empty>
            : <Empty title="There are no flows yet."><p>A flow runs integrations in their order, by hand or on a schedule.</p></Empty>
        }
      />
    </>
  );
}

function LatestOutcome({ flow }: { flow: FlowSummary }) {
  const run = flow.latestRun;
  if (run === null) {
    return <StateMark state="none" />;
  }

  const mark = <StateMark state={run.outcome} />;
  return run.id === null ? mark : <Link href={`/flows/${flow.id}/runs/${run.id}`} title={titleOf(run)}>{mark}</Link>;
}

const titleOf = (run: LatestRun) => `${run.message} (${triggerText(run.triggerSource, run.triggeredBy)})`;

function TookBeside({ flow: { latestRun, expectedDuration } }: { flow: FlowSummary }) {
  if (latestRun === null) {
    return null;
  }

  const expected = expectedDuration && `usually ${isoDurationText(expectedDuration.median)}, nine of ten within ${isoDurationText(expectedDuration.p90)}`;
  return <span title={expected ?? undefined}><Took from={latestRun.startDate} to={latestRun.endDate} /></span>;
}

function Next({ flow: { nextDate, schedule } }: { flow: FlowSummary }) {
  if (schedule === null) {
    return <span className="quiet">no schedule</span>;
  }

  return nextDate === null
    ? <span className="quiet">{schedule.status === "disabled" ? "schedule is off" : "no more times"}</span>
    : <span title={`${schedule.words}, ${schedule.timezone}`}><Moment at={nextDate} /> <span className="quiet">· <Distance to={nextDate} /></span></span>;
}
