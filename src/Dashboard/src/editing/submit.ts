import { useState } from "react";
import { Faults } from "./problems";

/** What a form has given to the service: whether an answer is awaited, and what was said against the last. */
export interface Submission {
  readonly isBusy: boolean;
  readonly faults: Faults;
  readonly setFaults: (faults: Faults) => void;
  /** Forgets what was said before, does it, and keeps what is said against it. */
  readonly submit: (work: () => Promise<unknown>) => Promise<void>;
}

export function useSubmission(): Submission {
  const [isBusy, setBusy] = useState(false);
  const [faults, setFaults] = useState(Faults.none);
  const submit = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFaults(Faults.none);
    try {
      await work();
    } catch (error) {
      setFaults(Faults.of(error as Error));
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, faults, setFaults, submit };
}
