import { TZDate } from "@date-fns/tz";
import { useQuery } from "@tanstack/react-query";
import { addDays, startOfWeek } from "date-fns";
import { Link } from "wouter";
import { calls } from "../api/calls";
import type { Occurrence } from "../api/model";
import { useAddress } from "../common/address";
import { Icon } from "../common/Icon";
import { pauseAfter } from "../common/live";
import { Empty, Fault, Loading } from "../common/Notices";
import { useNow } from "../common/now";
import { useTitle } from "../common/title";
import { plural } from "../common/words";
import { dayOf, dayText, fullText, minuteText, useZone } from "../common/zone";
import { addressOf, stateOf } from "./occurrence";

const weeks = 2;

/** What the schedules start, and have started: two weeks at a time. */
export default function CalendarPage() {
  useTitle("Calendar");
  const zone = useZone();
  const now = useNow();
  const [shift, setShift] = useAddress("weeks", "0");
  const offset = Number.parseInt(shift, 10) || 0;
  const first = addDays(startOfWeek(new TZDate(now, zone), { weekStartsOn: 1 }), offset * 7);
  const days = Array.from({ length: weeks * 7 }, (_, index) => addDays(first, index));
  const from = new Date(+first).toISOString();
  const to = new Date(+addDays(first, weeks * 7)).toISOString();
  const { data, error, refetch } = useQuery({
    queryKey: ["calendar", from, to],
    queryFn: ({ signal }) => calls.occurrences(from, to, signal),
    refetchInterval: (query) => pauseAfter(query, false, "/2/0/schedules/occurrences", 30_000),
  });
  const byDay = Map.groupBy(data?.items ?? [], (one) => dayOf(new Date(one.date), zone));
  const cut = data && data.total > data.items.length ? data.items.at(-1)!.date : null;
  const cutDay = cut === null ? null : dayOf(new Date(cut), zone);
  const today = dayOf(new Date(now), zone);
  const move = (by: number) => setShift(String(offset + by));
  return (
    <>
      <div className="head">
        <h1>Calendar</h1>
        <div className="orders">
          <button type="button" className="button" onClick={() => move(-weeks)}>Earlier</button>
          <button type="button" className="button" onClick={() => setShift("0")} disabled={offset === 0}>This week</button>
          <button type="button" className="button" onClick={() => move(weeks)}>Later</button>
        </div>
      </div>
      <p className="quiet">Times are in {zone}. Where a schedule has another zone, its own time stands beside.</p>
      {!data ? (error ? <Fault error={error} what="The calendar could not be loaded." retry={refetch} /> : <Loading what="the calendar" />) : (
        <>
          {data.items.length === 0 && <Empty title="No schedule starts anything in these two weeks." />}
          {cut !== null && <p className="lead tone-warn">The first {data.items.length.toLocaleString("en-GB")} of {plural(data.total, "occurrence")} are shown, up to {fullText(new Date(cut), zone)}. Days after that are not complete.</p>}
          <ol className="days">
            {days.map((day) => {
              const key = dayOf(day, zone);
              const of = byDay.get(key) ?? [];
              return (
                <li key={key} className={`day${key === today ? " day-today" : ""}${of.length === 0 ? " day-empty" : ""}${cutDay !== null && key >= cutDay ? " day-cut" : ""}`} aria-current={key === today ? "date" : undefined}>
                  <h2>{dayText(day, zone)}{key === today && <span className="mark">today</span>}{cutDay !== null && key >= cutDay && <span className="mark">not complete</span>}</h2>
                  <ul>{of.map((one) => <Entry key={`${one.ownerId} ${one.date}`} one={one} zone={zone} />)}</ul>
                </li>
              );
            })}
          </ol>
        </>
      )}
    </>
  );
}

function Entry({ one, zone }: { one: Occurrence; zone: string }) {
  const { word, tone, icon } = stateOf(one);
  const at = new Date(one.date);
  const own = one.localDate.slice(11, 16);
  const here = minuteText(at, zone);
  return (
    <li>
      <Link href={addressOf(one)} title={`${fullText(at, zone)}; ${one.localDate.replace("T", " ")} in ${one.timezone}`}>
        <Icon name={icon} className={`tone-${tone}`} />
        <span className="number">{here}</span> {one.name}
        <span className="quiet"> {word.toLowerCase()}{own === here ? "" : `, ${own} ${one.timezone}`}</span>
      </Link>
    </li>
  );
}
