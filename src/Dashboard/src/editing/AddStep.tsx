import { useRef, useState } from "react";
import type { IntegrationSummary } from "../api/model";
import { Icon } from "../common/Icon";
import { Field } from "./Field";

/** Adds an integration to the steps when that is said: who goes through the list by its arrow keys chooses each of its entries on the way. */
export function AddStep({ free, add }: { free: readonly IntegrationSummary[]; add: (referrer: string) => void }) {
  const [chosen, setChosen] = useState("");
  const list = useRef<HTMLSelectElement>(null);
  const value = free.some((one) => one.integrationId === chosen) ? chosen : "";
  return (
    <Field label="Add a step" hint="It waits for the last step until you choose otherwise.">
      {(props) => (
        <div className="with-button">
          <select {...props} ref={list} value={value} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{free.length === 0 ? "Every integration is a step already" : "Choose an integration…"}</option>
            {free.map((one) => <option key={one.integrationId} value={one.integrationId}>{one.name} ({one.integrationType})</option>)}
          </select>
          <button
            type="button"
            className="button"
            disabled={value === ""}
            onClick={() => {
              add(value);
              setChosen("");
              // The button is of no use now, and would take the keyboard with it.
              list.current?.focus();
            }}
          >
            <Icon name="plus" />Add the step
          </button>
        </div>
      )}
    </Field>
  );
}
