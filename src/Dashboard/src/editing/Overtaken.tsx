import { useState } from "react";
import type { Versioned } from "../api/calls";
import { Payload } from "../common/Payload";

/** What to do where somebody else has changed what is edited: look at what is stored now, and save over it. What was seen is what is written over; where it has changed again, that is said again. */
export function Overtaken({ read, saveOver }: {
  /** What is stored now, as it would be written. */
  read: () => Promise<Versioned<unknown>>;
  /** Saves over the version that is given. */
  saveOver: (version: () => Promise<string>) => void;
}) {
  const [stored, setStored] = useState<Versioned<unknown> | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const show = () => {
    setFault(null);
    read().then(setStored, (error: Error) => setFault(error.message));
  };
  return (
    <section className="overtaken" aria-label="Changed by somebody else">
      <p>What you have written stands here still. Saving it over what is stored takes back what somebody else has changed.</p>
      {fault !== null && <p className="fault-line" role="alert">What is stored now could not be read: {fault}</p>}
      {stored !== null && <Payload text={JSON.stringify(stored.value, null, 2)} what="stored document" file="stored.json" />}
      <p className="orders">
        <button type="button" className="button" onClick={show}>Show what is stored now</button>
        <button type="button" className="button button-danger" onClick={() => saveOver(async () => (stored ?? (await read())).tag)}>Save over it</button>
      </p>
    </section>
  );
}
