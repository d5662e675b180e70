/** The app: it is handed a client, and does not know which database that is one of. */
const { fql } = require('fauna');

async function setUp(client) {
  await client.query(fql`Collection.create({ name: "Entry" })`);
}

async function write(client, guest, text) {
  const { data } = await client.query(fql`
    if (${text}.length > 80) abort("too long")
    Entry.create({ guest: ${guest}, text: ${text} })
  `);
  return data;
}

/** All entries of a guest, page by page. */
async function entriesOf(client, guest) {
  const texts = [];
  for await (const page of client.paginate(fql`Entry.where(.guest == ${guest}).map(.text)`)) texts.push(...page);
  return texts;
}

module.exports = { setUp, write, entriesOf };
