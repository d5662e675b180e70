/**
 * Run by crash.test.ts as a process of its own, to be killed: clients that write without end, and print each
 * transaction that was acknowledged as `client number`. Arguments: the database, how many clients.
 */
import { writeSync } from 'node:fs';
import { openJsonFile } from '../../../src/store/json-file/index.ts';
import { beginTransaction } from '../../../src/transaction/begin.ts';
import { kept, rowKey, textOf } from './crash-rows.ts';

const [path, clients] = process.argv.slice(2);
const store = await openJsonFile(path!, { minimumJournal: 4000 });

async function runClient(client: number): Promise<void> {
  for (;;) {
    const transaction = beginTransaction(store);
    const n = ((transaction.get('last', String(client)) as number | undefined) ?? 0) + 1;
    transaction.put('last', String(client), n);
    transaction.put('left', rowKey(client, n), textOf(n));
    transaction.put('right', rowKey(client, n), textOf(n));
    transaction.delete('left', rowKey(client, n - kept));
    transaction.delete('right', rowKey(client, n - kept));
    const { committed, durable } = transaction.commit();
    if (!committed) continue;
    await durable();
    // At once, for what is buffered would die with the process.
    writeSync(1, `${client} ${n}\n`);
  }
}

writeSync(1, 'open\n');
await Promise.all(Array.from({ length: Number(clients) }, (_, client) => runClient(client)));
