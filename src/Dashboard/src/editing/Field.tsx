import { useId, type ReactNode } from "react";

/** A field with its label, what it means, and what is wrong with it, which screen readers say with it. */
export function Field({ label, hint, fault, children }: {
  label: string;
  hint?: ReactNode;
  fault?: string | undefined;
  children: (props: { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined }) => ReactNode;
}) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", fault ? `${id}-fault` : ""].filter(Boolean).join(" ");
  return (
    <div className={`field${fault ? " field-wrong" : ""}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": fault ? true : undefined })}
      {fault && <p className="fault-line" id={`${id}-fault`}>{fault}</p>}
      {hint && <p className="hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

export const TextField = ({ label, hint, fault, value, onChange, isSecret = false, isLong = false, placeholder }: {
  label: string;
  hint?: ReactNode;
  fault?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  isSecret?: boolean;
  isLong?: boolean;
  placeholder?: string;
}) => (
  <Field label={label} hint={hint} fault={fault}>
    {(props) => isLong
      ? <textarea {...props} rows={4} value={value} spellCheck={false} placeholder={placeholder} onChange={(event) => onChange(event.target.value)} />
      : <input {...props} type={isSecret ? "password" : "text"} autoComplete="off" spellCheck={false} value={value} placeholder={placeholder} onChange={(event) => onChange(event.target.value)} />}
  </Field>
);

export const SelectField = ({ label, hint, fault, value, onChange, options }: {
  label: string;
  hint?: ReactNode;
  fault?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  options: readonly { readonly value: string; readonly word: string }[];
}) => (
  <Field label={label} hint={hint} fault={fault}>
    {(props) => <select {...props} value={value} onChange={(event) => onChange(event.target.value)}>{options.map((option) => <option key={option.value} value={option.value}>{option.word}</option>)}</select>}
  </Field>
);
