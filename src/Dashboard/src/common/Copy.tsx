import { useEffect, useState } from "react";
import { Icon } from "./Icon";

/** How long it is said that something was copied, in ms. */
const saidFor = 5_000;

/** Puts a text on the clipboard, and says whether that went well: a browser gives it to no page that came without TLS, but from the machine itself. */
export function Copy({ text, label }: { text: () => string; label: string }) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    const timer = said === null ? undefined : setTimeout(() => setSaid(null), saidFor);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setSaid("Copied.");
    } catch {
      setSaid("The browser does not let this page copy.");
    }
  };
  return (
    <span className="copy">
      <button type="button" className="button button-small" onClick={() => void copy()}><Icon name="copy" />{label}</button>
      <span role="status" className="quiet">{said}</span>
    </span>
  );
}
