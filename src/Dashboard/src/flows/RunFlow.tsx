import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, DialogTrigger, Heading } from "react-aria-components";
import { useLocation } from "wouter";
import { calls } from "../api/calls";
import type { FlowStep } from "../api/model";
import { useRepeatable } from "../api/repeatable";
import { BusyButton } from "../common/BusyButton";
import { Confirm, Sheet } from "../common/Confirm";
import { Icon } from "../common/Icon";
import { does } from "../common/words";

/** Starts a run, and leads to it. */
function useStart(id: string) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const { give, renew } = useRepeatable();
  const start = async (steps?: readonly string[]) => {
    const runId = await give(steps ?? null, (key) => calls.start(id, steps, key));
    void client.invalidateQueries({ queryKey: ["flows"] });
    void client.invalidateQueries({ queryKey: ["flow", id] });
    go(`/flows/${id}/runs/${runId}`);
  };
  return { start, renew };
}

export function RunFlow({ id, name, isRunning, isSmall = false }: { id: string; name: string; isRunning: boolean; isSmall?: boolean }) {
  const { start, renew } = useStart(id);
  return (
    <Confirm label="Run" icon="play" title={`Run ${name}?`} action="Run now" isPrimary={!isSmall} isDisabled={isRunning} onOpen={renew} act={() => start()}>
      <p>{does.run}</p>
    </Confirm>
  );
}

/** Runs some steps of a flow. */
export function RunChosen({ id, steps, isRunning }: { id: string; steps: readonly FlowStep[]; isRunning: boolean }) {
  const { start, renew } = useStart(id);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  return (
    <DialogTrigger
      onOpenChange={() => {
        setFault(null);
        renew();
      }}
    >
      <Button className="button" isDisabled={isRunning}>Run chosen steps…</Button>
      <Sheet>
        {(close) => (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              setBusy(true);
              start(steps.filter((step) => chosen.has(step.referrer)).map((step) => step.referrer)).then(close, (error: Error) => setFault(error.message)).finally(() => setBusy(false));
            }}
          >
            <Heading slot="title">Run chosen steps</Heading>
            <div className="sheet-body">
              <p>{does.runChosen}</p>
              <fieldset className="choices">
                <legend className="sr">Steps</legend>
                {steps.map((step) => (
                  <label key={step.referrer}>
                    <input
                      type="checkbox"
                      checked={chosen.has(step.referrer)}
                      disabled={step.isSkipped}
                      onChange={(event) => {
                        const next = new Set(chosen);
                        if (event.target.checked) {
                          next.add(step.referrer);
                        } else {
                          next.delete(step.referrer);
                        }

                        setChosen(next);
                      }}
                    />
                    {step.name}
                    {step.isSkipped && <span className="quiet"> (the flow skips it)</span>}
                  </label>
                ))}
              </fieldset>
            </div>
            {fault && <p className="fault-line" role="alert">{fault}</p>}
            <div className="sheet-actions">
              <Button className="button" onPress={close}>Go back</Button>
              <BusyButton type="submit" className="button button-primary" disabled={chosen.size === 0} isBusy={isBusy}>
                <Icon name="play" />
                {chosen.size === 0 ? "Choose steps" : `Run ${chosen.size} of ${steps.length}`}
              </BusyButton>
            </div>
          </form>
        )}
      </Sheet>
    </DialogTrigger>
  );
}
