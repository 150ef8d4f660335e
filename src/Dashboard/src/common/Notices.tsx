import type { ReactNode } from "react";
import { Problem } from "../api/problem";
import { Icon } from "./Icon";
import { useDelay } from "./stale";

/** There is nothing: that is known, and no fault. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="nothing">
    <p className="nothing-title">{title}</p>
    {children}
  </div>
);

/** It is not known yet; why, where the service has said so. */
export function Loading({ what }: { what: string }) {
  const delay = useDelay();
  return (
    <div className="loading" role="status">
      <span className="loading-bar" aria-hidden="true" />
      Loading {what}…{delay !== null && ` ${delay} The service is asked again by itself.`}
    </div>
  );
}

/** It could not be read; what is wrong, and how to find it in the log. */
export function Fault({ error, what, retry, action = "Try again" }: { error: Error; what: string; retry?: () => unknown; action?: string }) {
  const problem = error instanceof Problem ? error : null;
  return (
    <div className="fault" role="alert">
      <Icon name="cross" />
      <div>
        <p className="fault-title">{what}</p>
        <p>{error.message}</p>
        {problem !== null && problem.status > 0 && (
          <p className="quiet">
            Code {problem.status}
            {problem.traceId && <> · trace <code>{problem.traceId}</code></>}
          </p>
        )}
        {retry && <button type="button" className="button" onClick={() => void retry()}>{action}</button>}
      </div>
    </div>
  );
}
