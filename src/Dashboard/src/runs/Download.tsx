import { useMutation } from "@tanstack/react-query";
import { calls } from "../api/calls";

/** The rows that an import refused. A link could not carry the key, so they are fetched and handed over. */
export function Download({ runId, actionId, isOnly }: { runId: string; actionId: string; isOnly: boolean }) {
  const download = useMutation({
    mutationFn: async () => {
      const rows = await calls.dump(runId, isOnly ? null : actionId);
      const address = URL.createObjectURL(rows);
      const link = document.createElement("a");
      link.href = address;
      link.download = isOnly ? `dump-${runId}.csv` : `dump-${runId}-${actionId}.csv`;
      link.click();
      URL.revokeObjectURL(address);
    },
  });
  return (
    <>
      <button type="button" className="button" disabled={download.isPending} onClick={() => download.mutate()}>{download.isPending ? "Loading…" : "Download the refused rows (CSV)"}</button>
      {download.error && <span className="fault-line" role="alert">{download.error.message}</span>}
    </>
  );
}
