import type { StoreConnection } from "../api/model";
import { Icon } from "../common/Icon";

export const Stands = ({ one }: { one: StoreConnection }) => one.status === 1
  ? <span className="state tone-good"><Icon name="check" />Valid</span>
  : <span className="state tone-bad"><Icon name="cross" />Refused when last used{one.integrationErrorCode !== null && `, code ${one.integrationErrorCode}`}</span>;
