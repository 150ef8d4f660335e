import type { RunStep } from "../api/model";
import { standingOf, states, type Tone } from "../common/words";
import { lineOf, wordsOf, type Span } from "./timeline";

/** A try that was followed by another has failed; the last one stands as its step does. */
const toneOf = (span: Span, step: RunStep, tries: number): Tone =>
  span.kind === "retry" ? "warn" : span.kind !== "try" ? "calm" : span.number < tries ? "bad" : span.isOpen ? "busy" : states[standingOf(step)].tone;

/** A step's time on the run's axis, each wait and each try by itself: what runs is full, what waits is not. In words for who does not see it. */
export function Track({ step, spans, from, to }: { step: RunStep; spans: readonly Span[]; from: number; to: number }) {
  if (spans.length === 0) {
    return null;
  }

  const tries = Math.max(...spans.map((span) => span.number), 0);
  const part = (ms: number) => `${(Math.min(Math.max(ms, 0), to - from) / (to - from)) * 100}%`;
  return (
    <span className="track" role="img" aria-label={lineOf(spans)}>
      {spans.map((span) => (
        <span
          key={`${span.kind} ${span.number}`}
          className={`span span-${span.kind} tone-${toneOf(span, step, tries)}`}
          title={wordsOf(span, tries)}
          style={{ left: part(span.from - from), width: span.kind === "try" ? `max(3px, ${part(span.to - span.from)})` : part(span.to - span.from) }}
        />
      ))}
    </span>
  );
}

const legend = [
  { kind: "try", word: "at work" },
  { kind: "steps", word: "waits for steps" },
  { kind: "turn", word: "waits for a place or its turn" },
  { kind: "retry", word: "waits for a retry" },
] as const;

/** What the track's spans are. Their words are with each of them. */
export const Legend = () => (
  <p className="legend extra" aria-hidden="true">
    {legend.map(({ kind, word }) => <span key={kind}><span className={`span span-${kind} tone-${kind === "try" ? "busy" : kind === "retry" ? "warn" : "calm"}`} />{word}</span>)}
  </p>
);
