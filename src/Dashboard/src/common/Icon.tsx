import type { IconName } from "./words";

/** Shapes that differ without their colours: a circle with a tick, an octagon with a cross, a triangle, a ring that is part full, a clock, … */
const shapes: Readonly<Record<IconName | "play" | "stop" | "resume" | "edit" | "bell" | "down" | "up" | "close" | "plus" | "search" | "moon" | "calendar" | "link" | "user" | "fit" | "minus" | "copy", React.ReactNode>> = {
  check: <><circle cx="8" cy="8" r="6.5" /><path d="m5 8.2 2.1 2.1L11 6.2" /></>,
  cross: <><path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" className="icon-full" /><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" className="icon-cut" /></>,
  warning: <><path d="M8 1.8 15 14H1z" /><path d="M8 6.2v3.6m0 2v.1" /></>,
  running: <><circle cx="8" cy="8" r="6.5" /><path d="M8 3.6a4.4 4.4 0 0 1 0 8.8z" className="icon-full" /></>,
  waiting: <><circle cx="8" cy="8" r="6.5" /><path d="M8 4.5V8l2.4 1.6" /></>,
  skip: <><path d="M2 11.5C3 6.5 9.500 4.500 13 8.500" /><path d="M13.500 4.800v4h-4" /><path d="M5.500 13h3" /></>,
  none: <circle cx="8" cy="8" r="6.5" strokeDasharray="2.6 2.5" />,
  cancelled: <><circle cx="8" cy="8" r="6.5" /><path d="m3.500 12.500 9-9" /></>,
  late: <><circle cx="8" cy="9" r="5.500" /><path d="M8 6v3.200l2 1.300M6 1.500h4M12.500 3l1.300 1.300" /></>,
  play: <path d="M4.500 2.800 13 8l-8.500 5.200z" />,
  stop: <path d="M3.500 3.500h9v9h-9z" />,
  resume: <><path d="M2.800 2.800v10.400" /><path d="M6 2.800 13.500 8 6 13.200z" /></>,
  edit: <path d="M2.500 13.500 3 10.700l7.800-7.800 2.300 2.300L5.300 13zM9.300 4.400l2.300 2.300" />,
  bell: <><path d="M3.500 11.500c1-1 1-2.500 1-4a3.500 3.500 0 0 1 7 0c0 1.500 0 3 1 4z" /><path d="M6.800 13.500h2.400" /></>,
  down: <path d="m4 6.200 4 4 4-4" />,
  up: <path d="m4 9.800 4-4 4 4" />,
  close: <path d="m3.500 3.500 9 9m0-9-9 9" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  search: <><circle cx="7" cy="7" r="4.500" /><path d="m10.500 10.500 3.500 3.500" /></>,
  moon: <path d="M13 9.800A5.500 5.500 0 0 1 6.200 3 5.500 5.500 0 1 0 13 9.800z" />,
  calendar: <path d="M2.500 4h11v9.500h-11zM2.500 7h11M5.500 2.200V5m5-2.800V5" />,
  link: <path d="M6.500 4H3v9h9V9.500M9 2.500h4.500V7m0-4.500L7.500 8.500" />,
  user: <><circle cx="8" cy="5.200" r="2.700" /><path d="M2.800 14c.5-3 2.400-4.500 5.200-4.500s4.700 1.500 5.200 4.500" /></>,
  copy: <><path d="M5.500 5.500h8v8h-8z" /><path d="M10.500 5.500v-3h-8v8h3" /></>,
  fit: <path d="M2.500 6V2.500H6m4 0h3.500V6m0 4v3.500H10m-4 0H2.500V10" />,
};

export const Icon = ({ name, className }: { name: keyof typeof shapes; className?: string }) => (
  <svg className={`icon ${className ?? ""}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">{shapes[name]}</svg>
);
