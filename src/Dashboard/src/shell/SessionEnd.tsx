import { Icon } from "../common/Icon";
import { useNow } from "../common/now";
import { minuteText, useZone } from "../common/zone";
import { useSigned } from "./caller";

/** How long before its end a session says so: long enough to save what one is at. */
const notice = 10 * 60_000;

/** Says in time that the session ends, while what is not saved still can be. */
export function SessionEnd() {
  const { caller: { expiresAt } } = useSigned();
  const zone = useZone();
  const now = useNow();
  const isNear = expiresAt !== null && Date.parse(expiresAt) - now <= notice;
  return (
    <div aria-live="polite">
      {isNear && <p className="lost"><Icon name="late" /> Your session ends at {minuteText(new Date(expiresAt), zone)}. Save what you have changed before; afterwards you sign in again, and come back to this page.</p>}
    </div>
  );
}
