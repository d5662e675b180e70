/** The CoffeeStore of the tutorials, for `--demo`: people, of whom one has no email. */
import type { OpenDatabase } from '../database.ts';
import { ADMIN } from '../model/authority.ts';

const setup = [
  'Collection.create({ name: "People" })',
  `[
    { name: "Mina Okafor", email: "mina@coffee.example", address: { street: "12 Harbour Road", city: "Galway", country: "Ireland", zip: "H91 E2K3" }, status: "active" },
    { name: "Jonas Weber", status: "active" },
    { name: "Lucía Prieto", email: "lucia@coffee.example", address: { street: "Calle del Pez 8", city: "Madrid", country: "Spain", zip: "28004" }, status: "active" },
    { name: "Tomás Reyes", email: "tomas@coffee.example", address: { street: "Av. Insurgentes 40", city: "Puebla", country: "Mexico", zip: "72000" }, status: "inactive" }
  ].forEach(person => People.create(person))`,
];

export async function populateDemo({ engine }: OpenDatabase): Promise<void> {
  for (const fql of setup) {
    const answer = await engine.query({ scope: '', authority: ADMIN }, { fql, formats: [] });
    if (answer.outcome !== 'success') throw new Error(`the demo database could not be made: ${answer.message}`);
  }
}
