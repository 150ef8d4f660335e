import type { Schedule } from "../api/model";
import { dayOf } from "../common/zone";
import { numberOrText } from "./numbers";

/** A schedule as its form has it: what other kinds of it need is kept beside what this one does. */
export interface ScheduleInput {
  readonly name: string;
  readonly type: string;
  readonly timezone: string;
  readonly time: string;
  readonly fromTime: string;
  readonly toTime: string;
  readonly repeatEvery: string;
  readonly daysOfWeek: readonly number[];
  readonly startDate: string;
  readonly endDate: string;
}

/** What the form starts from: the schedule, or a new one by this name in this zone. */
export const inputOf = (schedule: Schedule | null, name: string, zone: string, now: Date): ScheduleInput => ({
  name: schedule?.name ?? name,
  type: schedule?.type ?? "daily",
  timezone: schedule?.timezone ?? zone,
  time: schedule?.time ?? "02:00",
  fromTime: schedule?.fromTime ?? "08:00",
  toTime: schedule?.toTime ?? "18:00",
  repeatEvery: String(schedule?.repeatEvery ?? 1),
  daysOfWeek: schedule?.daysOfWeek ?? [],
  startDate: schedule?.startDate ?? dayOf(now, zone),
  endDate: schedule?.endDate ?? "",
});

export const takesHours = ({ type }: ScheduleInput) => type === "hourly";
export const takesDays = ({ type }: ScheduleInput) => type === "hourly" || type === "daily" || type === "weekly";

/** What the service is given: what belongs to this kind, and no more. */
export const scheduleOf = (input: ScheduleInput) => ({
  name: input.name,
  type: input.type,
  timezone: input.timezone,
  startDate: input.startDate,
  ...(takesHours(input) ? { fromTime: input.fromTime, toTime: input.toTime, repeatEvery: numberOrText(input.repeatEvery) } : { time: input.time }),
  ...(takesDays(input) && input.daysOfWeek.length > 0 ? { daysOfWeek: input.daysOfWeek } : {}),
  ...(input.endDate ? { endDate: input.endDate } : {}),
});
