import { useMutation } from "@tanstack/react-query";
import { calls, dumpPath } from "../api/calls";
import { root } from "../api/root";
import { BusyButton } from "../common/BusyButton";
import { Copy } from "../common/Copy";
import { save } from "../common/save";

/** The rows that an import refused, to keep; and their address in the API, for a tool that has a key of its own. */
export function Download({ runId, actionId, isOnly }: { runId: string; actionId: string; isOnly: boolean }) {
  const action = isOnly ? null : actionId;
  const download = useMutation({
    mutationFn: async () => save(await calls.dump(runId, action), action === null ? `dump-${runId}.csv` : `dump-${runId}-${action}.csv`),
  });
  return (
    <p className="payload-orders">
      <BusyButton className="button button-small" isBusy={download.isPending} onClick={() => download.mutate()}>{download.isPending ? "Loading…" : "Download the refused rows (CSV)"}</BusyButton>
      <Copy text={() => new URL(dumpPath(runId, action).slice(1), root).href} label="Copy their address" />
      {download.error && <span className="fault-line" role="alert">{download.error.message}</span>}
    </p>
  );
}
