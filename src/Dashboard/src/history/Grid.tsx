import { useQuery } from "@tanstack/react-query";
import { memo, useMemo, useState, type KeyboardEvent } from "react";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { FlowStep, RunWithSteps } from "../api/model";
import { durationText } from "../common/duration";
import { Icon } from "../common/Icon";
import { pauseAfter } from "../common/live";
import { Empty, Fault, Loading } from "../common/Notices";
import { states } from "../common/words";
import { dayText, minuteText, useZone } from "../common/zone";
import { cellBy } from "./roving";

const newest = 30;

/** A cell of the grid that leads to something: a step, or none for the run as a whole, in a run. */
interface Place {
  readonly referrer: string | null;
  readonly runId: string;
}

const linksOf = (table: HTMLTableElement) =>
  [...table.rows].flatMap((line, row) => [...line.cells].flatMap((cell, column) => {
    const link = cell.querySelector("a");
    return link ? [{ row, column, link }] : [];
  }));

function goOn(event: KeyboardEvent<HTMLTableElement>) {
  const cells = linksOf(event.currentTarget);
  const at = cells.find(({ link }) => link === event.target);
  const next = at && !event.altKey && !event.ctrlKey && !event.metaKey ? cellBy(event.key, at, cells) : null;
  if (next) {
    event.preventDefault();
    next.link.focus();
  }
}

/** Steps by the flow's last runs: what fails again and again is a row, what fell together is a column. The Tab key comes to it once; in it the arrow keys lead from cell to cell. */
export default function Grid({ flowId, steps }: { flowId: string; steps: readonly FlowStep[] }) {
  const zone = useZone();
  // The cell that Tab comes to, by its step and run: columns move when the flow has run once more.
  const [chosen, setChosen] = useState<Place | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ["grid", flowId],
    queryFn: ({ signal }) => calls.runsWithSteps(flowId, newest, signal),
    refetchInterval: (query) => pauseAfter(query, false, `/2/0/integrationflows/${flowId}/runs`),
  });
  const runs = useMemo(() => data?.items.toReversed() ?? [], [data]);
  if (!data) {
    return error ? <Fault error={error} what="The runs could not be loaded." retry={refetch} /> : <Loading what="the runs" />;
  }

  if (data.items.length === 0) {
    return <Empty title="The flow has not run yet." />;
  }

  const names = new Map([...runs.flatMap((run) => run.steps ?? []), ...steps].map((step) => [step.referrer, step.name]));
  const rows = [...new Set([...steps.map((step) => step.referrer), ...names.keys()])];
  const isThere = chosen !== null && runs.some((run) => run.id === chosen.runId && (chosen.referrer === null || run.steps?.some((step) => step.referrer === chosen.referrer)));
  const reached = isThere ? chosen : { referrer: null, runId: runs.at(-1)!.id };
  const ended = runs.filter((run) => run.endDate !== null);
  const failed = ended.filter((run) => run.outcome !== "success" && run.outcome !== "partial_success").length;
  return (
    <>
      <p className="quiet">
        The last {runs.length} of {data.total.toLocaleString("en-GB")} runs, newest on the right. {ended.length > 0 && `${failed} of ${ended.length} that ended did not succeed (${Math.round((failed / ended.length) * 100)} %).`}
      </p>
      <div className="grid-scroll" tabIndex={0} role="region" aria-label="Steps by runs; the arrow keys lead from cell to cell">
        <table className="grid" onKeyDown={goOn}>
          <thead>
            <tr>
              <th scope="col"><span className="sr">Step</span></th>
              {runs.map((run) => (
                <th key={run.id} scope="col">
                  <Link
                    href={`/flows/${flowId}/runs/${run.id}`}
                    className={`cell tone-${states[run.outcome].tone}`}
                    title={`${dayText(new Date(run.startDate), zone)} ${minuteText(new Date(run.startDate), zone)}: ${run.message}`}
                    tabIndex={reached.referrer === null && reached.runId === run.id ? 0 : -1}
                    onFocus={() => setChosen({ referrer: null, runId: run.id })}
                  >
                    <Icon name={states[run.outcome].icon} /><span className="sr">{dayText(new Date(run.startDate), zone)} {minuteText(new Date(run.startDate), zone)}, {states[run.outcome].word}</span>
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((referrer) => (
              <Line
                key={referrer}
                flowId={flowId}
                referrer={referrer}
                name={names.get(referrer)!}
                runs={runs}
                reached={reached.referrer === referrer ? reached.runId : null}
                choose={setChosen}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A step in each run; only those of which something changes are drawn anew, for there may be thousands of cells. */
const Line = memo(({ flowId, referrer, name, runs, reached, choose }: {
  flowId: string;
  referrer: string;
  name: string;
  runs: readonly RunWithSteps[];
  /** The run whose cell Tab comes to; null where that is in another row. */
  reached: string | null;
  choose: (place: Place) => void;
}) => (
  <tr>
    <th scope="row">{name}</th>
    {runs.map((run) => {
      const step = run.steps?.find((one) => one.referrer === referrer);
      const took = step?.startDate && step.endDate ? `, ${durationText(Date.parse(step.endDate) - Date.parse(step.startDate))}` : "";
      return (
        <td key={run.id}>
          {step
            ? (
              <Link
                href={`/flows/${flowId}/runs/${run.id}?step=${referrer}`}
                className={`cell tone-${states[step.status].tone}`}
                title={`${states[step.status].word}${took}`}
                tabIndex={reached === run.id ? 0 : -1}
                onFocus={() => choose({ referrer, runId: run.id })}
              >
                <Icon name={states[step.status].icon} /><span className="sr">{states[step.status].word}</span>
              </Link>
            )
            : <span className="cell quiet" title={run.steps === undefined ? (run.endDate === null ? "The run goes on" : "Not on record") : "Not a step then"}>·</span>}
        </td>
      );
    })}
  </tr>
));
Line.displayName = "Line";
