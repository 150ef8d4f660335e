import { distanceText, durationText } from "./duration";
import { useNow } from "./now";
import { fullText, momentText, useZone } from "./zone";

/** A moment, in the page's zone; all that there is to say of it is in its title. */
export function Moment({ at, isExact = false }: { at: string; isExact?: boolean }) {
  const zone = useZone();
  const now = new Date(useNow());
  const date = new Date(at);
  return (
    <time dateTime={at} title={fullText(date, zone)}>
      {momentText(date, zone, now, isExact)}
    </time>
  );
}

/** How long something takes that may still go on. */
export function Took({ from, to }: { from: string | null; to: string | null }) {
  const now = useNow(from !== null && to === null);
  if (from === null) {
    return <span className="quiet">–</span>;
  }

  return <span className="number">{durationText((to === null ? now : Date.parse(to)) - Date.parse(from))}</span>;
}

/** How far a moment is, in words. */
export function Distance({ to }: { to: string }) {
  const now = useNow();
  const ms = Date.parse(to) - now;
  const text = distanceText(Math.abs(ms));
  return <span>{ms >= 0 ? `in ${text}` : `${text} ago`}</span>;
}
