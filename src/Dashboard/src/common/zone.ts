import { useSyncExternalStore } from "react";
import { keeper } from "./keep";

/** One zone for every time that the page shows: the viewer's own or UTC. A schedule's own zone stands beside its times as well. */
const kept = keeper("localStorage", "flows-zone");
const listeners = new Set<() => void>();
const own = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
let chosen: "own" | "utc" = kept.read() === "utc" ? "utc" : "own";

export const ownZone = own;
export const zoneId = () => (chosen === "utc" ? "UTC" : own);

export function chooseZone(next: "own" | "utc") {
  chosen = next;
  kept.write(next);
  for (const listener of listeners) {
    listener();
  }
}

export const useZone = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    zoneId,
  );

const formats = new Map<string, Intl.DateTimeFormat>();

/** A formatter costs more than what it formats. */
function format(zone: string, kind: string, options: Intl.DateTimeFormatOptions) {
  const key = `${zone} ${kind}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options });
    formats.set(key, made);
  }

  return made;
}

export const timeText = (at: Date, zone: string) => format(zone, "time", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);

export const dayText = (at: Date, zone: string) => format(zone, "day", { weekday: "short", day: "numeric", month: "short" }).format(at);

/** The calendar day in the zone, `2026-11-29`. */
export const dayOf = (at: Date, zone: string) => {
  const parts = Object.fromEntries(format(zone, "iso", { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(at).map((part) => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
};

export const minuteText = (at: Date, zone: string) => format(zone, "minute", { hour: "2-digit", minute: "2-digit" }).format(at);

/** The day; the year where it is not this one. */
function dayWithYear(at: Date, zone: string, now: Date): string {
  const year = dayOf(at, zone).slice(0, 4);
  return `${dayText(at, zone)}${year === dayOf(now, zone).slice(0, 4) ? "" : ` ${year}`}`;
}

/** Day and time to the minute, or with its seconds; the year where it is not this one. */
export const momentText = (at: Date, zone: string, now: Date, isExact = false) => `${dayWithYear(at, zone, now)}, ${(isExact ? timeText : minuteText)(at, zone)}`;

/** All there is to say of a moment, with its zone. */
export const fullText = (at: Date, zone: string) =>
  format(zone, "full", { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "longOffset" }).format(at);
