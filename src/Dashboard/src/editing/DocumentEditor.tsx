import { useRef, useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { Versioned } from "../api/calls";
import { BusyButton } from "../common/BusyButton";
import { Icon } from "../common/Icon";
import { useDraft, useKeptDraft } from "./drafts";
import { useGuard } from "./guard";
import { Held } from "./Held";
import { lineOf } from "./locate";
import { Overtaken } from "./Overtaken";
import { Faults } from "./problems";
import { misfits, type Shape } from "./shape";
import type { Submission } from "./submit";

/** What the service has said of the document as it was when it was asked: of another, as it is after the next edit, that says nothing. */
interface Checked<T> {
  readonly document: T;
  readonly text: string | null;
  readonly answer: ReactNode;
}

/** A document as a form and as JSON: the same one, with what the service says against it where it belongs. */
export function DocumentEditor<T>({ document, shape, change, submission, form, save, stored, isNew, back, checks, tag }: {
  document: T;
  /** What the form can show; JSON of another shape stays JSON until it is mended. */
  shape: Shape;
  change: (document: T) => void;
  submission: Submission;
  form: ReactNode;
  /** Stores it over that version, null for a new document, and says which address shows it. */
  save: (document: T, tag: string | null) => Promise<string>;
  /** What is stored now; of a document that is not new. */
  stored?: (() => Promise<Versioned<T>>) | undefined;
  isNew: boolean;
  /** Where who goes back comes to. */
  back: string;
  /** The version that is edited; null for a new document. */
  tag: string | null;
  /** Asks the service what it would say, and stores nothing; gives what there is to see of its answer. */
  checks?: ((document: T) => Promise<ReactNode>) | undefined;
}) {
  const [, go] = useLocation();
  const draft = useDraft();
  const [text, setText] = useState(draft?.text ?? null);
  const { faults, setFaults, isBusy, submit } = submission;
  const [start] = useState(document);
  const [startText, setStartText] = useState<string | null>(null);
  const isEdited = draft !== null || document !== start || (text !== null && text !== startText);
  const release = useGuard(isEdited);
  useKeptDraft(isEdited, document, text, tag);
  const isJson = text !== null;
  const [isSaving, setSaving] = useState(false);
  const [checked, setChecked] = useState<Checked<T> | null>(null);

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
    if (now !== null) {
      await submit(() => work(now));
    }
  };

  const check = async (written: T) => {
    setChecked(null);
    const answer = await checks!(written);
    setChecked({ document, text, answer });
  };

  const show = (asJson: boolean) => {
    if (asJson === isJson) {
      return;
    }

    if (asJson) {
      const written = JSON.stringify(document, null, 2);
      setText(written);
      setStartText(written);
    } else if (text === startText) {
      setText(null);
      setFaults(Faults.none);
    } else {
      const now = current(shape);
      if (now !== null) {
        change(now);
        setText(null);
        setFaults(Faults.none);
      }
    }
  };

  const saveAndGo = async (written: T, over: string | null) => {
    setSaving(true);
    try {
      const saved = await save(written, over);
      release();
      go(saved);
    } finally {
      setSaving(false);
    }
  };

  return (
    <form className="editor" noValidate onSubmit={(event) => { event.preventDefault(); void act((written) => saveAndGo(written, tag)); }}>
      {draft !== null && <p className="lead tone-warn" role="status">What you had written before you were signed out is here again. It is not saved yet.</p>}
      <Held isHeld={isSaving}>
        <div className="tabs" role="group" aria-label="Edit as">
          <button type="button" aria-pressed={!isJson} onClick={() => show(false)}>Form</button>
          <button type="button" aria-pressed={isJson} onClick={() => show(true)}>JSON</button>
        </div>
        <FaultsList faults={faults} text={text} />
        {faults.isOvertaken && stored && <Overtaken read={stored} saveOver={(version) => void act(async (written) => saveAndGo(written, await version()))} />}
        {text === null ? form : <JsonText text={text} setText={setText} faults={faults} />}
      </Held>
      {checked !== null && checked.document === document && checked.text === text && checked.answer}
      <div className="form-actions">
        <button type="button" className="button" onClick={() => go(back)}>Go back</button>
        {checks && <BusyButton className="button" isBusy={isBusy} onClick={() => void act(check)}>Check and show the plan</BusyButton>}
        <BusyButton type="submit" className="button button-primary" isBusy={isBusy}>{isBusy ? "Asking the service…" : isNew ? "Create" : "Save"}</BusyButton>
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
