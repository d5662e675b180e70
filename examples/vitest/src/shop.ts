/** The app: it is handed a client, and does not know which database that is one of. */
import { type Client, type DocumentT, fql } from 'fauna';

export type Coffee = DocumentT<{ name: string; stock: number }>;

export async function setUp(client: Client): Promise<void> {
  await client.query(fql`
    Collection.create({
      name: "Coffee",
      indexes: { byName: { terms: [{ field: "name" }] } },
      constraints: [{ unique: ["name"] }],
    })
  `);
}

export async function stockUp(client: Client, name: string, cups: number): Promise<Coffee> {
  const { data } = await client.query<Coffee>(fql`
    let coffee = Coffee.byName(${name}).first()
    if (coffee == null) Coffee.create({ name: ${name}, stock: ${cups} })
    else coffee!.update({ stock: coffee!.stock + ${cups} })
  `);
  return data;
}

/** Gives what is left. Throws an AbortError when there is too little. */
export async function sell(client: Client, name: string, cups: number): Promise<number> {
  const { data } = await client.query<number>(fql`
    let coffee = Coffee.byName(${name}).first()!
    if (coffee.stock < ${cups}) abort("sold out")
    coffee.update({ stock: coffee.stock - ${cups} })!.stock
  `);
  return data;
}
