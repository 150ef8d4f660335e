import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { calls } from "../api/calls";
import type { Durations, Flow } from "../api/model";
import { useAddress } from "../common/address";
import { isoDurationText, parseDuration } from "../common/duration";
import { Empty, Fault, Loading } from "../common/Notices";
import { plural } from "../common/words";
import { SelectField } from "../editing/Field";
import { Bars } from "./Bars";
import { failuresOf, failuresOfStep, pastOfRuns, pastOfStep, rateText } from "./past";

/** Runs that are looked at: with a hundred steps each they are a megabyte before they are compressed. */
const newest = 50;

/** How long runs and their steps take over time, and how often they fail. */
export default function DurationsView({ flow }: { flow: Flow }) {
  const durations = useQuery({ queryKey: ["durations", flow.id], queryFn: ({ signal }) => calls.durations(flow.id, signal), staleTime: 60_000 });
  const runs = useQuery({ queryKey: ["runs", flow.id, "newest"], queryFn: ({ signal }) => calls.runsWithSteps(flow.id, newest, signal), staleTime: 60_000 });
  const [of, choose] = useAddress("of");
  const step = flow.steps.find((one) => one.referrer === of);
  const past = useMemo(() => (step ? pastOfStep(step.referrer, runs.data?.items ?? []) : pastOfRuns(runs.data?.items ?? [])), [step, runs.data]);
  if (!durations.data || !runs.data) {
    const error = durations.error ?? runs.error;
    return error ? <Fault error={error} what="The durations could not be loaded." retry={() => Promise.all([durations.refetch(), runs.refetch()])} /> : <Loading what="the durations" />;
  }

  if (failuresOf(runs.data.items).ended === 0) {
    return <Empty title="No run has ended yet." />;
  }

  const usual = step ? durations.data.steps.find((one) => one.referrer === step.referrer)?.duration ?? null : durations.data.flow;
  const name = step?.name ?? "whole runs";
  return (
    <>
      <p>
        {durations.data.flow
          ? <>A whole successful run takes <strong>{isoDurationText(durations.data.flow.median)}</strong> usually (median), nine of ten take at most <strong>{isoDurationText(durations.data.flow.p90)}</strong>, by the last {plural(durations.data.flow.runs, "such run")}.</>
          : "No whole run has succeeded yet, so it is not known how long one takes."}
        {" "}{failuresText(failuresOf(runs.data.items))}
      </p>
      <div className="over-time">
        <SelectField label="Over time" value={step?.referrer ?? ""} onChange={choose} options={[{ value: "", word: "Whole runs" }, ...flow.steps.map((one) => ({ value: one.referrer, word: one.name }))]} />
      </div>
      {past.length === 0 ? <Empty title={`${name} has not ended by itself in the last ${plural(runs.data.items.length, "run")}.`} /> : (
        <Bars
          past={past}
          median={usual ? parseDuration(usual.median) : null}
          p90={usual ? parseDuration(usual.p90) : null}
          label={`Durations of ${name}, the last ${past.length}`}
          to={(runId) => `/flows/${flow.id}/runs/${runId}${step ? `?step=${step.referrer}` : ""}`}
        />
      )}
      <Table flow={flow} durations={durations.data} runs={runs.data.items} choose={choose} />
    </>
  );
}

const failuresText = ({ failed, ended }: ReturnType<typeof failuresOf>) =>
  `Of the last ${plural(ended, "run")} ${failed === 0 ? "none failed" : `${failed} did not succeed (${Math.round((failed / ended) * 100)} %)`}.`;

function Table({ flow, durations, runs, choose }: { flow: Flow; durations: Durations; runs: Parameters<typeof failuresOfStep>[1]; choose: (referrer: string) => void }) {
  const usual = new Map(durations.steps.map((step) => [step.referrer, step.duration]));
  return (
    <table className="table" aria-label="How long each step takes, and how often it fails">
      <thead>
        <tr>
          <th scope="col">Step</th><th scope="col" className="number-column">Usually (median)</th><th scope="col" className="number-column">Nine of ten within (p90)</th>
          <th scope="col" className="number-column extra">Of successes</th><th scope="col" className="number-column">Failed</th>
        </tr>
      </thead>
      <tbody>
        {flow.steps.map(({ referrer, name }) => {
          const duration = usual.get(referrer);
          return (
            <tr key={referrer}>
              <td><button type="button" className="link strong" onClick={() => choose(referrer)}>{name}</button></td>
              <td className="number-column">{isoDurationText(duration?.median) ?? "–"}</td>
              <td className="number-column">{isoDurationText(duration?.p90) ?? "–"}</td>
              <td className="number-column extra">{duration?.runs ?? 0}</td>
              <td className="number-column">{rateText(failuresOfStep(referrer, runs))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
