import { useRef, useState, type ReactNode } from "react";
import { Icon } from "../common/Icon";
import { lineOf } from "./locate";
import { Faults } from "./problems";
import { misfits, type Shape } from "./shape";

/** A document as a form and as JSON: the same one, with what the service says against it where it belongs. */
export function DocumentEditor<T>({ document, shape, change, faults, setFaults, form, preview, save, isNew, close, checks }: {
  document: T;
  /** What the form can show; JSON of another shape stays JSON until it is mended. */
  shape: Shape;
  change: (document: T) => void;
  faults: Faults;
  setFaults: (faults: Faults) => void;
  form: ReactNode;
  preview?: ReactNode;
  save: (document: T) => Promise<unknown>;
  isNew: boolean;
  close: () => void;
  /** Asks the service what it would say, and stores nothing. */
  checks?: ((document: T) => Promise<unknown>) | undefined;
}) {
  const [text, setText] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isJson = text !== null;

  /** The document as it is written now; null, and said, where the JSON is none, or none of this shape. */
  const current = (as: Shape): T | null => {
    if (text === null) {
      return document;
    }

    try {
      const written: unknown = JSON.parse(text);
      const wrong = misfits(written, as);
      if (wrong.length === 0) {
        return written as T;
      }

      setFaults(Faults.at(wrong));
    } catch (error) {
      setFaults(Faults.of(new Error(`This is no JSON: ${(error as Error).message}`)));
    }

    return null;
  };

  const act = async (work: (document: T) => Promise<unknown>) => {
    // Whatever object it is, the service says what is wrong with it.
    const now = current({ fields: {}, required: [] });
    if (now === null) {
      return;
    }

    setBusy(true);
    setFaults(Faults.none);
    try {
      await work(now);
    } catch (error) {
      setFaults(Faults.of(error as Error));
    } finally {
      setBusy(false);
    }
  };

  const show = (asJson: boolean) => {
    if (asJson === isJson) {
      return;
    }

    if (asJson) {
      setText(JSON.stringify(document, null, 2));
    } else {
      const now = current(shape);
      if (now !== null) {
        change(now);
        setText(null);
        setFaults(Faults.none);
      }
    }
  };

  return (
    <form className="editor" noValidate onSubmit={(event) => { event.preventDefault(); void act(save); }}>
      <div className="tabs" role="group" aria-label="Edit as">
        <button type="button" aria-pressed={!isJson} onClick={() => show(false)}>Form</button>
        <button type="button" aria-pressed={isJson} onClick={() => show(true)}>JSON</button>
      </div>
      <FaultsList faults={faults} text={text} />
      {text === null ? form : <JsonText text={text} setText={setText} faults={faults} />}
      {preview}
      <div className="form-actions">
        <button type="button" className="button" onClick={close}>Go back</button>
        {checks && <button type="button" className="button" disabled={isBusy} onClick={() => void act(checks)}>Check and show the plan</button>}
        <button type="submit" className="button button-primary" disabled={isBusy}>{isBusy ? "Asking the service…" : isNew ? "Create" : "Save"}</button>
      </div>
    </form>
  );
}

/** All that the service has found, first of all for who cannot see the fields. */
function FaultsList({ faults, text }: { faults: Faults; text: string | null }) {
  if (faults.isEmpty) {
    return null;
  }

  return (
    <div className="fault" role="alert">
      <Icon name="cross" />
      <div>
        <p className="fault-title">{faults.general ?? (faults.all.length === 1 ? "One thing is wrong; nothing is saved." : `${faults.all.length} things are wrong; nothing is saved.`)}</p>
        {faults.all.length > 0 && (
          <ul className="plain">
            {faults.all.map((fault) => (
              <li key={`${fault.path} ${fault.message}`}>
                {fault.path && <code>{fault.path}</code>}{fault.path && text !== null && ` (line ${lineOrOne(text, fault.path)})`}{fault.path && ": "}{fault.message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function lineOrOne(text: string, path: string): number {
  try {
    JSON.parse(text);
    return lineOf(text, path);
  } catch {
    // It has been edited since, and is no JSON at the moment.
    return 1;
  }
}

function JsonText({ text, setText, faults }: { text: string; setText: (text: string) => void; faults: Faults }) {
  const numbers = useRef<HTMLDivElement>(null);
  const wrong = new Set(faults.all.map((fault) => lineOrOne(text, fault.path)));
  return (
    <div className="json">
      <div className="json-lines" ref={numbers} aria-hidden="true">
        {/* A line is its number. */}
        {/* oxlint-disable-next-line react/no-array-index-key */}
        {text.split("\n").map((_, index) => <span key={index} className={wrong.has(index + 1) ? "json-wrong" : ""}>{index + 1}</span>)}
      </div>
      <textarea
        aria-label="The document as JSON"
        value={text}
        spellCheck={false}
        rows={Math.min(Math.max(text.split("\n").length, 12), 40)}
        wrap="off"
        onChange={(event) => setText(event.target.value)}
        onScroll={(event) => numbers.current?.scrollTo(0, event.currentTarget.scrollTop)}
      />
    </div>
  );
}
