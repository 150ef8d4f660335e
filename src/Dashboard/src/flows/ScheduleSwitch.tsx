import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Switch } from "react-aria-components";
import { calls } from "../api/calls";
import type { Schedule } from "../api/model";
import { does } from "../common/words";

/** Switches a schedule on and off. */
export function ScheduleSwitch({ id, name, schedule, isBare = false, isDisabled = false }: { id: string; name: string; schedule: Schedule; isBare?: boolean; isDisabled?: boolean }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (isOn: boolean) => calls.switchSchedule(id, isOn ? "enabled" : "disabled"),
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => ["flows", "flow", "integrations", "integration", "next", "calendar"].includes(String(queryKey[0])) }),
  });
  const isOn = change.isPending ? change.variables : schedule.status === "enabled";
  return (
    <>
      <Switch
        className="switch"
        isSelected={isOn}
        isDisabled={isDisabled}
        isReadOnly={change.isPending}
        onChange={(next) => change.mutate(next)}
        aria-label={`Schedule of ${name}`}
      >
        <span className="switch-track" aria-hidden="true"><span className="switch-thumb" /></span>
        <span title={isOn ? does.scheduleOff : does.scheduleOn}>{isBare ? "" : isOn ? "Schedule is on" : "Schedule is off"}</span>
      </Switch>
      {change.error && <span className="fault-line" role="alert">{change.error.message}</span>}
    </>
  );
}
