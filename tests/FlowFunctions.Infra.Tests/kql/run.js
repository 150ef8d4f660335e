'use strict';
// Reads a list of questions from the standard input and writes what each query answers. A question is { query, now, lookBack, rows }: the rows are those of the recording, each with the
// table that it is of, and the query sees those of its time range alone, as it does in Azure.
// https://www.npmjs.com/package/@kusto/language-service-next is Microsoft's own parser, with the analysis that the portal's editor has.
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
const { evaluate } = require('./evaluate.js');
const schema = require('./schema.json').tables;

const { KustoCode, GlobalState, Symbols, Syntax } = Kusto.Language;
const symbols = Object.entries(schema).map(([name, columns]) =>
  new Symbols.TableSymbol.$ctor7(name, `(${Object.entries(columns).map(([column, type]) => `${column}: ${type}`).join(', ')})`, null));
const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('telemetry', symbols));

const listed = list => Array.from({ length: list.Count }, (_, index) => list.getItem(index));

const types = {
  string: value => typeof value === 'string',
  int: value => Number.isInteger(value),
  long: value => Number.isInteger(value),
  real: value => typeof value === 'number',
  bool: value => typeof value === 'boolean',
  dynamic: value => typeof value === 'object',
  datetime: value => !Number.isNaN(Date.parse(value)),
};

function read(recorded) {
  const { table, ...given } = recorded;
  const columns = schema[table] ?? (() => { throw new Error(`A recorded row is of a table that does not exist: ${table}`); })();
  const strange = Object.entries(given).find(([name, value]) => !columns[name] || !types[columns[name]](value));
  if (strange) throw new Error(`A recorded row of ${table} has a value that its schema does not: ${strange.join(' = ')}`);
  const row = Object.fromEntries(Object.entries(columns).map(([name, type]) => {
    const value = given[name];
    // Text is never null.
    return [name, value === undefined ? (type === 'string' ? '' : null) : type === 'datetime' ? new Date(value) : value];
  }));
  return { table, row, at: row.timestamp ?? row.TimeGenerated };
}

function answer({ query, now, lookBack, rows }) {
  const code = KustoCode.ParseAndAnalyze(query, globals);
  const faults = listed(code.GetDiagnostics()).filter(fault => fault.Severity !== 'Suggestion' && fault.Severity !== 'Hidden');
  if (faults.length > 0) return { faults: faults.map(fault => `${fault.Code} at ${fault.Start}: ${fault.Message}`) };

  const until = new Date(now);
  const from = new Date(until.getTime() - lookBack * 1000);
  const tables = new Map(Object.entries(schema).map(([name, columns]) => [name, { columns: Object.keys(columns), rows: [] }]));
  for (const { table, row, at } of rows.map(read)) {
    if (at > from && at <= until) tables.get(table).rows.push(row);
  }

  const result = evaluate(code.Syntax, Syntax.SyntaxKind, tables, until);
  const columns = listed(code.ResultType.Columns).map(column => ({ name: column.Name, type: column.Type.Name }));
  if (columns.map(column => column.name).join() !== result.columns.join()) {
    return { faults: [`The parser expects the columns ${columns.map(column => column.name).join()}, the evaluator made ${result.columns.join()}.`] };
  }

  return { faults: [], columns, rows: result.rows.map(row => Object.fromEntries(result.columns.map(name => [name, row[name]]))) };
}

const questions = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const answers = questions.map(question => {
  try {
    return answer(question);
  } catch (fault) {
    return { faults: [fault.message] };
  }
});
process.stdout.write(JSON.stringify(answers));
