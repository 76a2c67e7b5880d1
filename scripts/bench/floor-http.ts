/** Floor H: express and one findOne each, nothing else. Prints its port. */
import express from 'express';
import mongoose from 'mongoose';
import type { AddressInfo } from 'node:net';

async function main(): Promise<void> {
  const [uri = '', database = ''] = process.argv.slice(2);
  const connection = await mongoose.createConnection(uri, { dbName: database }).asPromise();
  const people = connection.collection<{ _id: string }>('people');
  const app = express();
  app.get('/people/:id', async (request, response) => {
    response.json(await people.findOne({ _id: request.params.id }));
  });
  const server = app.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
  });
}

await main();
