import { Link } from "wouter";
import { durationText } from "../common/duration";
import { states } from "../common/words";
import { dayText, minuteText, useZone } from "../common/zone";
import type { Past } from "./past";

const height = 160;

/** How long something took over time, oldest first, with its median and p90 in ms; each bar leads to its run. */
export function Bars({ past, median, p90, label, to }: { past: readonly Past[]; median: number | null; p90: number | null; label: string; to: (runId: string) => string }) {
  const zone = useZone();
  const most = Math.max(...past.map((one) => one.took), p90 ?? 0, 1);
  const y = (ms: number) => height - (ms / most) * (height - 12);
  return (
    <figure className="bars" aria-label={label}>
      <div className="bars-scale" aria-hidden="true"><span>{durationText(most)}</span><span>0</span></div>
      <div className="bars-plot">
        {[{ ms: median, word: "median" }, { ms: p90, word: "p90" }].map(({ ms, word }) => ms !== null && <span key={word} className={`bars-line bars-${word}`} style={{ top: y(ms) }}><span>{word}</span></span>)}
        {past.map(({ runId, startDate, state, took }) => {
          const at = new Date(startDate);
          const text = `${dayText(at, zone)} ${minuteText(at, zone)}, ${states[state].word}, ${durationText(took)}`;
          return <Link key={runId} href={to(runId)} className={`bar-of tone-${states[state].tone} bar-${state}`} style={{ height: height - y(took) }} aria-label={text} title={text} />;
        })}
      </div>
    </figure>
  );
}
