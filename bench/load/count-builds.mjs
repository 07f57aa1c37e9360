import Database from 'better-sqlite3';

// Loaded into the server before its first line: counts what the database is asked for pages, to show how many were built.
const { prototype } = Database;
const { prepare } = prototype;
globalThis.pageQueries = 0;

prototype.prepare = function (source) {
  const statement = prepare.call(this, source);
  if (!/FROM messages m[\s\S]*ORDER BY m\.position/.test(source)) return statement;
  const { all } = statement;
  statement.all = function (...values) {
    globalThis.pageQueries += 1;
    return all.apply(this, values);
  };
  return statement;
};
