"""Asks a server all that Fauna's driver for Python can ask, and prints what came back, as JSON.

Usage: python3 fauna-smoke.py ENDPOINT 1|2 (the version of HTTP)
"""

import json
import sys
from datetime import date, datetime, timedelta, timezone

import httpx
from fauna import Module, Page, fql
from fauna.client import Client, FeedOptions, QueryOptions, StreamOptions
from fauna.http.httpx_client import HTTPXClient

endpoint, version = sys.argv[1:]


def connect(secret):
    http = HTTPXClient(httpx.Client(http1=version == "1", http2=version == "2"))
    return Client(endpoint=endpoint, secret=secret, http_client=http)


client = connect("secret")


def values():
    given = {
        "none": None,
        "true": True,
        "int": -1,
        "long": 2**63 - 1,
        "double": 0.1,
        "text": 'é 😀 "quoted" #{x} \n',
        "bytes": bytearray([0, 1, 254, 255]),
        "date": date(2024, 2, 29),
        "time": datetime(2024, 2, 29, 12, 34, 56, 123456, tzinfo=timezone.utc),
        "array": [[], [1, ["x"]]],
        "object": {"a": {"b": [None]}, "odd key": 1, "@int": "no tag"},
        "module": Module("Math"),
    }
    return [name for name, value in given.items() if client.query(fql("${x}", x=value)).data != value]


def documents():
    client.query(fql('Collection.create({ name: "Row", indexes: { byN: { values: [{ field: "n" }] } } })'))
    client.query(fql("Set.sequence(0, 40).forEach(n => Row.create({ id: 1000 + n, n: n }))"))
    row = client.query(fql('Row.byId("1007")')).data
    missing = client.query(fql('Row.byId("1")')).data
    named = client.query(fql("Row.definition")).data
    return {
        "row": [type(row).__name__, row.id, row["n"], row.coll.name],
        "read again": client.query(fql("${row}.n", row=row)).data,
        "missing": [type(missing).__name__, missing.cause, missing.ref.id],
        "named": [type(named).__name__, named.name, named.coll.name],
    }


def pages():
    first = client.query(fql("Row.byN()")).data
    sizes = [len(page) for page in client.paginate(fql("Row.byN().pageSize(15)"))]
    flat = [row["n"] for row in client.paginate(fql("Row.byN()")).flatten()]
    return {"first": [isinstance(first, Page), len(first.data)], "sizes": sizes, "all": flat == list(range(40))}


def queries():
    inner = fql(".n >= ${least}", least=30)
    composed = client.query(fql("Row.byN().where(${inner}).map(.n).first()", inner=inner)).data
    options = QueryOptions(query_tags={"team": "a"}, typecheck=False)
    told = client.query(fql('log("hi")\nRow.byId("1001")!.n'), options)
    return {
        "composed": composed,
        "summary": told.summary,
        "tags": told.query_tags,
        "read": told.stats.read_ops,
        "time known": client.get_last_txn_ts() == told.txn_ts,
    }


def failure(query, options=None, secret=None):
    try:
        (connect(secret) if secret else client).query(query, options)
        return None
    except Exception as problem:
        return [type(problem).__name__, getattr(problem, "status_code", None), getattr(problem, "code", None)]


def errors():
    late = QueryOptions(query_timeout=timedelta(milliseconds=1))
    long = QueryOptions(query_timeout=timedelta(minutes=20))
    return {
        "invalid query": failure(fql("1 +")),
        "runtime": failure(fql("1 / 0")),
        "abort": failure(fql('abort("why")')),
        "constraint": failure(fql('Role.create({ name: "x", nope: 1 })')),
        "late": failure(fql("1"), late),
        "invalid request": failure(fql("1"), long),
        "unknown secret": failure(fql("1"), secret="nobody"),
        "may not": failure(fql("Row.create({})"), secret="secret:server-readonly"),
    }


def events():
    source = client.query(fql("Row.all().map(.n).eventSource()")).data
    seen = []
    with client.stream(source, StreamOptions(status_events=True)) as stream:
        for event in stream:
            seen.append([event["type"], event.get("data")])
            if event["type"] != "status":
                break
            client.query(fql("Row.create({ n: 77 })"))
    fed = [event["data"] for event in client.feed(source, FeedOptions(page_size=1)).flatten()]
    return {"streamed": [seen[0], seen[-1]], "fed": fed}


parts = [values, documents, pages, queries, errors, events]
print(json.dumps({part.__name__: part() for part in parts}))
