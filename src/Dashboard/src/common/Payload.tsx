import { useState } from "react";
import { Copy } from "./Copy";
import { clipped, sizeText } from "./clip";
import { save } from "./save";

/** A text of any length, as it came from elsewhere: the beginning of a long one, all of it where that is asked for, to copy and to keep. */
export function Payload({ text, what, file }: { text: string; /** As in `Copy the message`. */ what: string; file: string }) {
  const [isWhole, setWhole] = useState(false);
  const beginning = clipped(text);
  const isLong = beginning !== text;
  return (
    <div className="payload">
      <p className="message" tabIndex={isWhole ? 0 : undefined}>{isWhole ? text : beginning}{isLong && !isWhole && "…"}</p>
      <p className="payload-orders">
        {isLong && <button type="button" className="button button-small" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>{isWhole ? "Show less" : `Show all (${sizeText(text)})`}</button>}
        <Copy text={() => text} label={`Copy the ${what}`} />
        {isLong && <button type="button" className="button button-small" onClick={() => save(new Blob([text], { type: "text/plain" }), file)}>Download it</button>}
      </p>
    </div>
  );
}
