import { useEffect, useState } from "react";

/** How long nobody has typed before what they typed is asked for, in ms. */
const pause = 250;

/** The value as soon as it has stayed the same for a quarter of a second, so that not every letter is a question to the service. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
