import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { Flow, Run } from "../api/model";
import { durationText, isoDurationText, parseDuration } from "../common/duration";
import { Empty, Fault, Loading } from "../common/Notices";
import { plural, states } from "../common/words";
import { dayText, minuteText, useZone } from "../common/zone";

const newest = 60;
const height = 160;

/** How long runs take over time, and each step usually. */
export default function DurationsView({ flow }: { flow: Flow }) {
  const durations = useQuery({ queryKey: ["durations", flow.id], queryFn: ({ signal }) => calls.durations(flow.id, signal), staleTime: 60_000 });
  const runs = useQuery({ queryKey: ["runs", flow.id, "newest"], queryFn: ({ signal }) => calls.runs(flow.id, 0, newest, signal) });
  if (!durations.data || !runs.data) {
    const error = durations.error ?? runs.error;
    return error ? <Fault error={error} what="The durations could not be loaded." retry={() => Promise.all([durations.refetch(), runs.refetch()])} /> : <Loading what="the durations" />;
  }

  const ended = runs.data.items.filter((run) => run.endDate !== null).toReversed();
  if (ended.length === 0) {
    return <Empty title="No run has ended yet." />;
  }

  const failed = ended.filter((run) => run.outcome !== "success" && run.outcome !== "partial_success").length;
  const { flow: whole, steps } = durations.data;
  return (
    <>
      <p>
        {whole
          ? <>A whole successful run takes <strong>{isoDurationText(whole.median)}</strong> usually (median), nine of ten take at most <strong>{isoDurationText(whole.p90)}</strong>, by the last {plural(whole.runs, "such run")}.</>
          : "No whole run has succeeded yet, so it is not known how long one takes."}
        {" "}Of the last {plural(ended.length, "run")}, {failed === 0 ? "none failed" : `${failed} did not succeed (${Math.round((failed / ended.length) * 100)} %)`}.
      </p>
      <Bars runs={ended} flowId={flow.id} median={whole ? parseDuration(whole.median) : null} p90={whole ? parseDuration(whole.p90) : null} />
      <table className="table" aria-label="How long each step takes">
        <thead><tr><th scope="col">Step</th><th scope="col" className="number-column">Usually (median)</th><th scope="col" className="number-column">Nine of ten within (p90)</th><th scope="col" className="number-column">Of successes</th></tr></thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.referrer}>
              <td>{step.name}</td>
              <td className="number-column">{isoDurationText(step.duration.median)}</td>
              <td className="number-column">{isoDurationText(step.duration.p90)}</td>
              <td className="number-column">{step.duration.runs}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const tookOf = (run: Run) => Date.parse(run.endDate!) - Date.parse(run.startDate);

function Bars({ runs, flowId, median, p90 }: { runs: readonly Run[]; flowId: string; median: number | null; p90: number | null }) {
  const zone = useZone();
  const most = Math.max(...runs.map(tookOf), p90 ?? 0, 1);
  const y = (ms: number) => height - (ms / most) * (height - 12);
  return (
    <figure className="bars" aria-label={`Durations of the last ${runs.length} runs`}>
      <div className="bars-scale" aria-hidden="true"><span>{durationText(most)}</span><span>0</span></div>
      <div className="bars-plot">
        {[{ ms: median, word: "median" }, { ms: p90, word: "p90" }].map(({ ms, word }) => ms !== null && <span key={word} className={`bars-line bars-${word}`} style={{ top: y(ms) }}><span>{word}</span></span>)}
        {runs.map((run) => (
          <Link
            key={run.id}
            href={`/flows/${flowId}/runs/${run.id}`}
            className={`bar-of tone-${states[run.outcome].tone} bar-${run.outcome}`}
            style={{ height: height - y(tookOf(run)) }}
            aria-label={`${dayText(new Date(run.startDate), zone)} ${minuteText(new Date(run.startDate), zone)}, ${states[run.outcome].word}, ${durationText(tookOf(run))}`}
            title={`${dayText(new Date(run.startDate), zone)} ${minuteText(new Date(run.startDate), zone)}: ${states[run.outcome].word}, ${durationText(tookOf(run))}`}
          />
        ))}
      </div>
    </figure>
  );
}
