import type { OwnRun } from "../api/model";

/** What is shown is not replaced by something older: a run that has ended does not go on. Answers of several hosts can be older than the one before. */
export const following = (shown: OwnRun | undefined, next: OwnRun): OwnRun => (shown !== undefined && shown.id === next.id && shown.endDate !== null && next.endDate === null ? shown : next);
