// Plain JavaScript that very old versions can read too: the point is to say so in words before anything breaks.
// better-sqlite3 13 crashes the whole process under Node 20, and types are stripped by Node 24 itself.
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    'Holdfast needs Node 24 or newer, and this is ' +
      process.version +
      '. `npm ci` brings it along (without --ignore-scripts); then start through npm: `npm test`, `npm start`.\n',
  );
  process.exit(1);
}
