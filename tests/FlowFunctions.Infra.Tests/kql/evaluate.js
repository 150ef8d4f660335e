'use strict';
// Runs a query on the syntax tree that Microsoft's parser made of it. It knows the operators, functions and rules that the queries here use, and few more, each as
// https://learn.microsoft.com/kusto/query describes it; anything else is an error, and so is what would need a rule about null that is not written down here.

class Timespan {
  constructor(milliseconds) { this.milliseconds = milliseconds; }
}

class Unknown extends Error {}

const unknown = what => { throw new Unknown(`The evaluator does not know ${what}.`); };

function evaluate(syntax, kinds, tables, now) {
  const kindOf = node => System.Enum.toString(kinds, node.Kind);
  const children = node => Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter(child => child);
  // A list of elements with separators between them.
  const elements = list => children(list).map(element => element.GetChild(0));
  const named = (node, name) => children(node).find(child => child.NameInParent === name) ?? unknown(`${kindOf(node)} without ${name}`);
  const nameOf = node => node.ToString().trim();

  const lets = new Map();

  // Whole numbers are divided without a rest; which are whole, the parser knows and JavaScript does not.
  function exact(node) {
    const whole = ['Left', 'Right'].every(side => ['int', 'long'].includes(named(node, side).ResultType.Name));
    return kindOf(node) === 'DivideExpression' && whole ? unknown('division of whole numbers: say todouble() first') : kindOf(node);
  }

  // A table is its columns in order and its rows by column.
  function tabular(node) {
    switch (kindOf(node)) {
      case 'NameReference':
        return lets.get(nameOf(node)) ?? tables.get(nameOf(node)) ?? unknown(`the table ${nameOf(node)}`);
      case 'ParenthesizedExpression':
        return tabular(named(node, 'Expression'));
      case 'PipeExpression':
        return operator(tabular(named(node, 'Expression')), named(node, 'Operator'));
      default:
        return unknown(`${kindOf(node)} as a table`);
    }
  }

  function operator(table, node) {
    const kind = kindOf(node);
    const known = operators[kind] ?? unknown(`the operator ${kind}`);
    const parameters = children(node).find(child => child.NameInParent === 'Parameters');
    if (parameters && parameters.ChildCount > 0 && kind !== 'JoinOperator') unknown(`parameters of ${kind}`);
    return known(table, node);
  }

  // An expression with the name of its column: given, of the column itself, or as the function's result is called.
  function column(node, index) {
    if (kindOf(node) === 'SimpleNamedExpression') return { name: nameOf(named(node, 'Name')), expression: named(node, 'Expression') };
    if (kindOf(node) === 'NameReference') return { name: nameOf(node), expression: node };
    if (kindOf(node) === 'FunctionCallExpression' && nameOf(named(node, 'Name')) === 'bin') {
      return { name: nameOf(elements(named(named(node, 'ArgumentList'), 'Expressions'))[0]), expression: node };
    }
    return unknown(`an unnamed column ${index + 1}: ${nameOf(node)}`);
  }

  const operators = {
    FilterOperator: (table, node) => {
      const condition = named(node, 'Condition');
      return { ...table, rows: table.rows.filter(row => truth(scalar(condition, row)) === true) };
    },
    ExtendOperator: (table, node) => {
      const added = elements(named(node, 'Expressions')).map(column);
      return {
        columns: [...table.columns, ...added.map(one => one.name).filter(name => !table.columns.includes(name))],
        rows: table.rows.map(row => added.reduce((grown, one) => ({ ...grown, [one.name]: scalar(one.expression, row) }), { ...row })),
      };
    },
    ProjectOperator: (table, node) => {
      const kept = elements(named(node, 'Expressions')).map(column);
      return {
        columns: kept.map(one => one.name),
        rows: table.rows.map(row => Object.fromEntries(kept.map(one => [one.name, scalar(one.expression, row)]))),
      };
    },
    SummarizeOperator: summarize,
    SortOperator: (table, node) => {
      const keys = elements(named(node, 'Expressions')).map(key =>
        kindOf(key) === 'OrderedExpression'
          ? { expression: named(key, 'Expression'), ascending: /^\s*asc/.test(named(key, 'Ordering').ToString()) }
          : { expression: key, ascending: false });
      return { ...table, rows: [...table.rows].sort((left, right) => {
        for (const { expression, ascending } of keys) {
          const order = compare(notNull(scalar(expression, left), 'order by'), notNull(scalar(expression, right), 'order by'));
          if (order !== 0) return ascending ? order : -order;
        }
        return 0;
      }) };
    },
    TopOperator: (table, node) => {
      const by = named(node, 'ByExpression');
      const key = kindOf(by) === 'OrderedExpression' ? unknown('an order of top') : by;
      const sorted = [...table.rows].sort((left, right) => -compare(notNull(scalar(key, left), 'top'), notNull(scalar(key, right), 'top')));
      return { ...table, rows: sorted.slice(0, scalar(named(node, 'Expression'), {})) };
    },
  };

  function summarize(table, node) {
    const aggregates = elements(named(node, 'Aggregates')).map(column);
    const clause = children(node).find(child => child.NameInParent === 'ByClause');
    const by = clause ? elements(named(clause, 'Expressions')).map(column) : [];
    const groups = new Map();
    // Without "by" there is one group, even of no rows.
    if (!clause) groups.set('[]', { keys: {}, rows: [] });
    for (const row of table.rows) {
      const keys = Object.fromEntries(by.map(one => [one.name, scalar(one.expression, row)]));
      const id = JSON.stringify(Object.values(keys).map(key => (key instanceof Date ? key.toISOString() : key)));
      if (!groups.has(id)) groups.set(id, { keys, rows: [] });
      groups.get(id).rows.push(row);
    }
    return {
      columns: [...by, ...aggregates].map(one => one.name),
      rows: [...groups.values()].map(group => ({
        ...group.keys,
        ...Object.fromEntries(aggregates.map(one => [one.name, aggregate(one.expression, group.rows)])),
      })),
    };
  }

  // An aggregate, or arithmetic on aggregates.
  function aggregate(node, rows) {
    if (kindOf(node) === 'FunctionCallExpression') {
      const name = nameOf(named(node, 'Name'));
      const args = elements(named(named(node, 'ArgumentList'), 'Expressions'));
      const values = (index = 0, of = rows) => of.map(row => scalar(args[index], row)).filter(value => value !== null);
      const where = index => rows.filter(row => truth(scalar(args[index], row)) === true);
      const least = list => (list.length === 0 ? null : list.reduce((best, value) => (compare(value, best) < 0 ? value : best)));
      const greatest = list => (list.length === 0 ? null : list.reduce((best, value) => (compare(value, best) > 0 ? value : best)));
      switch (name) {
        case 'count': return rows.length;
        case 'countif': return where(0).length;
        case 'sum': return values().reduce((sum, value) => sum + value, 0);
        case 'sumif': return values(0, where(1)).reduce((sum, value) => sum + value, 0);
        case 'min': return least(values());
        case 'max': return greatest(values());
        case 'minif': return least(values(0, where(1)));
        case 'maxif': return greatest(values(0, where(1)));
        case 'take_any': return values().find(value => value !== '') ?? (rows.length === 0 ? null : scalar(args[0], rows[0]));
        case 'take_anyif': return values(0, where(1))[0] ?? '';
        case 'dcount': return new Set(values().map(String)).size;
        case 'round': return Math.round(aggregate(args[0], rows) * 10 ** scalar(args[1], {})) / 10 ** scalar(args[1], {});
        default: return unknown(`the aggregate ${name}`);
      }
    }
    if (arithmetic[kindOf(node)]) return arithmetic[exact(node)](aggregate(named(node, 'Left'), rows), aggregate(named(node, 'Right'), rows));
    if (kindOf(node) === 'ParenthesizedExpression') return aggregate(named(node, 'Expression'), rows);
    return scalar(node, {});
  }

  function scalar(node, row) {
    const kind = kindOf(node);
    const left = () => scalar(named(node, 'Left'), row);
    const right = () => scalar(named(node, 'Right'), row);
    const list = () => elements(named(named(node, 'Right'), 'Expressions')).map(item => scalar(item, row));
    switch (kind) {
      case 'NameReference':
        return Object.hasOwn(row, nameOf(node)) ? row[nameOf(node)] : unknown(`the column ${nameOf(node)}`);
      case 'StringLiteralExpression': return text(nameOf(node));
      case 'LongLiteralExpression':
      case 'IntLiteralExpression':
      case 'RealLiteralExpression': return Number(nameOf(node));
      case 'BooleanLiteralExpression': return nameOf(node) === 'true';
      case 'TimespanLiteralExpression': return timespan(nameOf(node));
      case 'ParenthesizedExpression': return scalar(named(node, 'Expression'), row);
      case 'PathExpression': return member(scalar(named(node, 'Expression'), row), nameOf(named(node, 'Selector')));
      case 'ElementExpression': return member(scalar(named(node, 'Expression'), row), scalar(named(named(node, 'Selector'), 'Expression'), row));
      case 'AndExpression': { const both = [truth(left()), truth(right())]; return both.includes(false) ? false : both.includes(null) ? null : true; }
      case 'OrExpression': { const both = [truth(left()), truth(right())]; return both.includes(true) ? true : both.includes(null) ? null : false; }
      case 'EqualExpression': return compared(left(), right(), order => order === 0);
      case 'NotEqualExpression': return compared(notNull(left(), kind), notNull(right(), kind), order => order !== 0);
      case 'LessThanExpression': return compared(left(), right(), order => order < 0);
      case 'LessThanOrEqualExpression': return compared(left(), right(), order => order <= 0);
      case 'GreaterThanExpression': return compared(left(), right(), order => order > 0);
      case 'GreaterThanOrEqualExpression': return compared(left(), right(), order => order >= 0);
      case 'InExpression': return list().includes(string(left()));
      case 'NotInExpression': return !list().includes(string(left()));
      // These ignore case; matches regex does not.
      case 'StartsWithExpression': return string(left()).toLowerCase().startsWith(right().toLowerCase());
      case 'EndsWithExpression': return string(left()).toLowerCase().endsWith(right().toLowerCase());
      case 'ContainsExpression': return string(left()).toLowerCase().includes(right().toLowerCase());
      case 'HasExpression': return hasTerm(string(left()), right());
      case 'MatchesRegexExpression': return regex(right()).test(string(left()));
      case 'FunctionCallExpression': return call(nameOf(named(node, 'Name')), elements(named(named(node, 'ArgumentList'), 'Expressions')), row);
      default:
        return arithmetic[kind] ? arithmetic[exact(node)](left(), right()) : unknown(`the expression ${kind}`);
    }
  }

  function call(name, args, row) {
    const value = index => scalar(args[index], row);
    switch (name) {
      case 'now': return now;
      case 'ago': return new Date(now.getTime() - value(0).milliseconds);
      case 'extract': return regex(value(0)).exec(string(value(2)))?.[value(1)] ?? '';
      case 'tostring': { const of = value(0); return of === null ? '' : of instanceof Date ? of.toISOString() : typeof of === 'object' ? JSON.stringify(of) : String(of); }
      case 'tolong': { const of = value(0); return typeof of === 'string' ? (/^\s*-?\d+\s*$/.test(of) ? Number(of) : null) : notNull(of, name); }
      case 'todouble': { const of = value(0); return typeof of === 'string' ? (of.trim() === '' || Number.isNaN(Number(of)) ? null : Number(of)) : of; }
      case 'bin': return binned(notNull(value(0), name), value(1));
      case 'isempty': return string(value(0)) === '';
      case 'isnotempty': return string(value(0)) !== '';
      case 'isnull': return value(0) === null;
      case 'isnotnull': return value(0) !== null;
      case 'not': return !notNull(truth(value(0)), name);
      case 'strcat': return args.map((_, index) => string(value(index))).join('');
      case 'coalesce': { for (let index = 0; index < args.length; index++) { const of = value(index); if (of !== null && of !== '') return of; } return value(args.length - 1); }
      case 'iff': return truth(value(0)) === true ? value(1) : value(2);
      case 'case': {
        for (let index = 0; index + 1 < args.length; index += 2) if (truth(value(index)) === true) return value(index + 1);
        return value(args.length - 1);
      }
      default: return unknown(`the function ${name}`);
    }
  }

  let result;
  for (const statement of elements(named(syntax, 'Statements'))) {
    if (kindOf(statement) === 'LetStatement') {
      lets.set(nameOf(named(statement, 'Name')), tabular(named(statement, 'Expression')));
    } else if (kindOf(statement) === 'ExpressionStatement') {
      result = tabular(named(statement, 'Expression'));
    } else {
      unknown(kindOf(statement));
    }
  }

  return result;
}

const arithmetic = {
  AddExpression: (left, right) => numbers(left, right, (a, b) => a + b),
  SubtractExpression: (left, right) => numbers(left, right, (a, b) => a - b),
  MultiplyExpression: (left, right) => numbers(left, right, (a, b) => a * b),
  DivideExpression: (left, right) => numbers(left, right, (a, b) => (b === 0 ? unknown('division by zero') : a / b)),
};

const numbers = (left, right, apply) =>
  left === null || right === null ? null : typeof left === 'number' && typeof right === 'number' ? apply(left, right) : unknown('arithmetic on what is not a number');

const notNull = (value, where) => (value === null ? unknown(`what null means in ${where}`) : value);

const string = value => (typeof value === 'string' ? value : unknown(`a text operation on ${value === null ? 'null' : typeof value}`));

const truth = value => (value === null || typeof value === 'boolean' ? value : unknown(`a condition that is a ${typeof value}`));

function compare(left, right) {
  const [a, b] = [left, right].map(value => (value instanceof Date ? value.getTime() : value instanceof Timespan ? value.milliseconds : value));
  if (typeof a !== typeof b || typeof a === 'object') unknown(`a comparison of ${typeof a} and ${typeof b}`);
  return a < b ? -1 : a > b ? 1 : 0;
}

const compared = (left, right, holds) => (left === null || right === null ? null : holds(compare(left, right)));

const member = (bag, name) => (bag === null ? null : typeof bag === 'object' && !(bag instanceof Date) ? bag[name] ?? null : unknown(`a member of a ${typeof bag}`));

function binned(value, size) {
  if (value instanceof Date) return new Date(Math.floor(value.getTime() / size.milliseconds) * size.milliseconds);
  return Math.floor(value / size) * size;
}

// Terms are runs of letters and digits: what is sought begins and ends where one does.
function hasTerm(value, sought) {
  const [within, needle] = [value.toLowerCase(), sought.toLowerCase()];
  const isTerm = character => character !== undefined && /[\p{L}\p{N}]/u.test(character);
  for (let at = within.indexOf(needle); at >= 0; at = within.indexOf(needle, at + 1)) {
    const opens = !isTerm(needle[0]) || !isTerm(within[at - 1]);
    const closes = !isTerm(needle.at(-1)) || !isTerm(within[at + needle.length]);
    if (opens && closes) return true;
  }
  return false;
}

// RE2 and JavaScript agree where neither a group's flag nor a back reference is used.
const regex = pattern => (/\(\?|\\[1-9]/.test(pattern) ? unknown(`the pattern ${pattern}`) : new RegExp(pattern, 'u'));

function text(literal) {
  if (/^@"/.test(literal)) return literal.slice(2, -1).replaceAll('""', '"');
  if (/^@'/.test(literal)) return literal.slice(2, -1).replaceAll("''", "'");
  return literal.includes('\\') ? unknown(`an escape in ${literal}`) : literal.slice(1, -1);
}

function timespan(literal) {
  const match = /^(\d+)(d|h|m|s|ms)$/.exec(literal) ?? unknown(`the timespan ${literal}`);
  return new Timespan(Number(match[1]) * { d: 86400000, h: 3600000, m: 60000, s: 1000, ms: 1 }[match[2]]);
}

module.exports = { evaluate, Unknown };
