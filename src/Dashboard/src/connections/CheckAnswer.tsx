import type { Standing } from "../api/model";

/** What came of asking a target; nothing before. */
export const CheckAnswer = ({ check: { data, error } }: { check: { readonly data: Standing | undefined; readonly error: Error | null } }) => (
  <div aria-live="polite">
    {data && (
      <p className={`lead tone-${data.works === true ? "good" : data.works === false ? "bad" : "warn"}`}>
        <strong>{data.works === true ? "It works." : data.works === false ? "It does not work." : "The target could not be asked."}</strong> {data.message}
      </p>
    )}
    {error && <p className="fault-line" role="alert">{error.message}</p>}
  </div>
);
