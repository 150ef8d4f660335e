'use strict';
// Has Azurite 3.35 find by its indexes what it otherwise goes through all its rows for, so that many runs can be measured in minutes: what it takes grows with
// their square without. It answers the same, but that messages may be handed out for a minute after they have expired. For measurements in which its own speed does not count:
//
//   NODE_OPTIONS="--require $PWD/tests/FlowFunctions.Benchmarks/Costs/azurite-by-index.cjs" dotnet run -c Release --project tests/FlowFunctions.Benchmarks -- cost --only waiting --waiting 10000

const Module = require('node:module');

// A batch has LokiJS sort all indexes of a collection again, be it empty; above this that is cheaper than row by row.
const LARGEST_BATCH_BY_ROW = 32;
const EXPIRED_LOOKED_FOR_AFTER_MS = 60_000;

const changes = [
  [/^lokijs$/, changeLoki],
  [/\/LokiQueueMetadataStore$/, changeQueues],
  [/\/LokiTableMetadataStore$/, changeTables],
];

const load = Module._load;
Module._load = function loadChanged(request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  // A module on its way through a circle of requires has no class yet, and comes by again.
  const at = changes.findIndex(([name]) => name.test(request) && (loaded.default ?? loaded.Collection));
  if (at >= 0) {
    const [[, change]] = changes.splice(at, 1);
    change(loaded);
  }
  return loaded;
};

function changeLoki({ Collection }) {
  for (const name of ['remove', 'update']) {
    const ofAny = Collection.prototype[name];
    Collection.prototype[name] = function byRow(rows) {
      return Array.isArray(rows) && rows.length <= LARGEST_BATCH_BY_ROW ? rows.forEach((row) => ofAny.call(this, row)) : ofAny.call(this, rows);
    };
  }

  // The index of a query's first property is the one that is used; a message's id is its own, its account is everybody's.
  const findOne = Collection.prototype.findOne;
  Collection.prototype.findOne = function findByRarest(query) {
    const { messageId, ...others } = query ?? {};
    return findOne.call(this, messageId === undefined ? query : { messageId, ...others });
  };
}

// Each request looks through the whole queue for messages that have expired, which takes days.
function changeQueues({ default: Store }) {
  const clear = Store.prototype.clearExpiredMessages;
  const clearedAt = new Map();
  Store.prototype.clearExpiredMessages = function clearNowAndThen(account, queue, context) {
    const key = `${account}/${queue}`;
    if (Date.now() - (clearedAt.get(key) ?? 0) >= EXPIRED_LOOKED_FOR_AFTER_MS) {
      clearedAt.set(key, Date.now());
      clear.call(this, account, queue, context);
    }
  };
}

// A query asks each row of its table; those of its partition do.
function changeTables({ default: Store }) {
  const query = Store.prototype.queryTableEntities;
  Store.prototype.queryTableEntities = function queryPartition(context, account, table, options, ...rest) {
    const partition = partitionOf(options.filter);
    const store = partition === undefined ? this : Object.create(this, {
      getEntityCollection: {
        value: (...of) => ({ chain: () => this.getEntityCollection(...of).chain().find({ PartitionKey: partition }) }),
      },
    });
    return query.call(store, context, account, table, options, ...rest);
  };
}

// Where a filter begins with a partition and all else narrows that; undefined where it does not.
function partitionOf(filter) {
  const [, key, , others = ''] = /^PartitionKey eq '((?:[^']|'')*)'( and (.*))?$/s.exec(filter?.trim() ?? '') ?? [];
  return key === undefined || /\b(or|not)\b/i.test(withoutGroups(others.replace(/'(?:[^']|'')*'/g, ''))) ? undefined : key.replaceAll("''", "'");
}

function withoutGroups(filter) {
  const outer = filter.replace(/\([^()]*\)/g, '');
  return outer === filter ? filter : withoutGroups(outer);
}
