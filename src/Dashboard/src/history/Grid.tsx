import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { FlowStep } from "../api/model";
import { durationText } from "../common/duration";
import { Icon } from "../common/Icon";
import { pauseAfter } from "../common/live";
import { Empty, Fault, Loading } from "../common/Notices";
import { states } from "../common/words";
import { dayText, minuteText, useZone } from "../common/zone";

const newest = 30;

/** Steps by the flow's last runs: what fails again and again is a row, what fell together is a column. */
export default function Grid({ flowId, steps }: { flowId: string; steps: readonly FlowStep[] }) {
  const zone = useZone();
  const { data, error, refetch } = useQuery({
    queryKey: ["grid", flowId],
    queryFn: ({ signal }) => calls.runsWithSteps(flowId, newest, signal),
    refetchInterval: (query) => pauseAfter(query, false, `/2/0/integrationflows/${flowId}/runs`),
  });
  if (!data) {
    return error ? <Fault error={error} what="The runs could not be loaded." retry={refetch} /> : <Loading what="the runs" />;
  }

  if (data.items.length === 0) {
    return <Empty title="The flow has not run yet." />;
  }

  const runs = data.items.toReversed();
  const names = new Map([...runs.flatMap((run) => run.steps ?? []), ...steps].map((step) => [step.referrer, step.name]));
  const rows = [...new Set([...steps.map((step) => step.referrer), ...names.keys()])];
  const ended = runs.filter((run) => run.endDate !== null);
  const failed = ended.filter((run) => run.outcome !== "success" && run.outcome !== "partial_success").length;
  return (
    <>
      <p className="quiet">
        The last {runs.length} of {data.total.toLocaleString("en-GB")} runs, newest on the right. {ended.length > 0 && `${failed} of ${ended.length} that ended did not succeed (${Math.round((failed / ended.length) * 100)} %).`}
      </p>
      <div className="grid-scroll" tabIndex={0} role="region" aria-label="Steps by runs">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col"><span className="sr">Step</span></th>
              {runs.map((run) => (
                <th key={run.id} scope="col">
                  <Link href={`/flows/${flowId}/runs/${run.id}`} className={`cell tone-${states[run.outcome].tone}`} title={`${dayText(new Date(run.startDate), zone)} ${minuteText(new Date(run.startDate), zone)}: ${run.message}`}>
                    <Icon name={states[run.outcome].icon} /><span className="sr">{dayText(new Date(run.startDate), zone)} {minuteText(new Date(run.startDate), zone)}, {states[run.outcome].word}</span>
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((referrer) => (
              <tr key={referrer}>
                <th scope="row">{names.get(referrer)}</th>
                {runs.map((run) => {
                  const step = run.steps?.find((one) => one.referrer === referrer);
                  const took = step?.startDate && step.endDate ? `, ${durationText(Date.parse(step.endDate) - Date.parse(step.startDate))}` : "";
                  return (
                    <td key={run.id}>
                      {step
                        ? (
                          <Link href={`/flows/${flowId}/runs/${run.id}?step=${referrer}`} className={`cell tone-${states[step.status].tone}`} title={`${states[step.status].word}${took}`} tabIndex={-1}>
                            <Icon name={states[step.status].icon} /><span className="sr">{states[step.status].word}</span>
                          </Link>
                        )
                        : <span className="cell quiet" title={run.steps === undefined ? (run.endDate === null ? "The run goes on" : "Not on record") : "Not a step then"}>·</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
