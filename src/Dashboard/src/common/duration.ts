const shape = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration of days and less, as the API writes them; null for what is none. */
export function parseDuration(text: string): number | null {
  const parts = shape.exec(text);
  if (!parts || text.length < 3) {
    return null;
  }

  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return (((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000;
}

/** For people: two units at most, tenths of a second only below ten. */
export function durationText(ms: number): string {
  const seconds = Math.max(ms, 0) / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }

  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }

  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  }

  const minutes = Math.round(whole / 60);
  return minutes < 1440
    ? `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`
    : `${Math.floor(minutes / 1440)} d ${Math.round((minutes % 1440) / 60)} h`;
}

export const isoDurationText = (text: string | null | undefined) => {
  const ms = text ? parseDuration(text) : null;
  return ms === null ? null : durationText(ms);
};

/** How far away, roughly. */
export function distanceText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) {
    return "less than a minute";
  }

  if (minutes < 90) {
    return `${minutes} min`;
  }

  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
