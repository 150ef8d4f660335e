import { useEffect, useRef } from "react";
import { Icon } from "./Icon";

/** That what was asked for is under way: it stands where its button was, and has the focus that the button had. */
export function UnderWay({ icon, children }: { icon: Parameters<typeof Icon>[0]["name"]; children: string }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => line.current?.focus({ preventScroll: true }), []);
  return <p ref={line} className="under-way" role="status" tabIndex={-1}><Icon name={icon} />{children}</p>;
}
