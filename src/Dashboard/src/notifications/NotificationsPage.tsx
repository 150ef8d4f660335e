import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { Notice } from "../api/model";
import { BusyButton } from "../common/BusyButton";
import { Icon } from "../common/Icon";
import { pauseAfter } from "../common/live";
import { Moment } from "../common/Moment";
import { Empty, Fault, Loading } from "../common/Notices";
import { useAddress } from "../common/address";
import { useTitle } from "../common/title";
import type { IconName, Tone } from "../common/words";

const kinds: Readonly<Record<Notice["type"], { icon: IconName; tone: Tone; word: string }>> = {
  success: { icon: "check", tone: "good", word: "Succeeded" },
  partial_failure: { icon: "warning", tone: "warn", word: "Partly failed" },
  full_failure: { icon: "cross", tone: "bad", word: "Failed" },
  undelivered: { icon: "warning", tone: "warn", word: "Not delivered" },
};

const pageSize = 50;

/** The caller's own feed. */
export default function NotificationsPage() {
  useTitle("Notifications");
  const [from, setFrom] = useAddress("from", "0");
  const offset = Math.max(Number.parseInt(from, 10) || 0, 0);
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ["notifications", offset],
    queryFn: ({ signal }) => calls.notifications(offset, pageSize, signal),
    refetchInterval: (query) => pauseAfter(query, false, "/2/0/notifications"),
  });
  const refresh = () => client.invalidateQueries({ queryKey: ["notifications"] });
  const markAll = useMutation({ mutationFn: () => calls.markAllRead(), onSettled: refresh });
  const mark = useMutation({ mutationFn: (id: string) => calls.markRead(id), onSettled: refresh });
  return (
    <>
      <div className="head">
        <h1>Notifications</h1>
        {data && data.unread > 0 && <BusyButton className="button" isBusy={markAll.isPending} onClick={() => markAll.mutate()}>Mark all {data.unread} as read</BusyButton>}
      </div>
      {(markAll.error ?? mark.error) && <p className="fault-line" role="alert">{(markAll.error ?? mark.error)!.message}</p>}
      {!data ? (error ? <Fault error={error} what="The notifications could not be loaded." retry={refetch} /> : <Loading what="the notifications" />)
        : data.total === 0 ? <Empty title="There are no notifications."><p>They come for runs of your flows and integrations that fail, and for what else their settings name.</p></Empty> : (
          <>
            <ul className="feed">
              {data.items.map((notice) => {
                const kind = kinds[notice.type];
                return (
                  <li key={notice.id} className={notice.isRead ? "" : "unread"}>
                    <p className="feed-head">
                      <span className={`state tone-${kind.tone}`}><Icon name={kind.icon} />{kind.word}</span>
                      <Link href={`/flows/${notice.integrationId}/runs/${notice.runId}`} className="strong" onClick={() => { if (!notice.isRead) { mark.mutate(notice.id); } }}>{notice.subject}</Link>
                      <span className="quiet"><Moment at={notice.date} /></span>
                      {!notice.isRead && <button type="button" className="link" onClick={() => mark.mutate(notice.id)}>Mark as read</button>}
                    </p>
                    <p className="feed-text">{notice.text}</p>
                  </li>
                );
              })}
            </ul>
            {data.total > pageSize && (
              <div className="orders">
                <button type="button" className="button" disabled={offset === 0} onClick={() => setFrom(String(Math.max(offset - pageSize, 0)))}>Newer</button>
                <span className="quiet">{offset + 1} to {Math.min(offset + pageSize, data.total)} of {data.total}</span>
                <button type="button" className="button" disabled={offset + pageSize >= data.total} onClick={() => setFrom(String(offset + pageSize))}>Older</button>
              </div>
            )}
          </>
        )}
    </>
  );
}
