import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { calls } from "../api/calls";
import { lastOf } from "../common/address";
import { Confirm } from "../common/Confirm";

export function DeleteFlow({ id, name, tag }: { id: string; name: string; tag: string }) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const remove = async () => {
    await calls.deleteFlow(id, tag);
    client.removeQueries({ queryKey: ["flow", id] });
    void client.invalidateQueries({ queryKey: ["flows"] });
    go(lastOf("/flows"));
  };
  return (
    <Confirm label="Delete…" title={`Delete ${name}?`} action="Delete the flow" isDanger act={remove}>
      <p>The flow, its schedule and its place in the list go. The integrations that it runs stay. This cannot be undone.</p>
    </Confirm>
  );
}
