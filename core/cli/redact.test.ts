import { expect, test } from "vitest";
import { redactCredentials, redactDeep } from "./redact.ts";

test.each([
  ["mongodb://user:secret@host/db", "mongodb://***@host/db"],
  ["mongodb://user:s3/cret@host/db", "mongodb://***@host/db"],
  ["mongodb://user:12/34@host/db", "mongodb://***@host/db"],
  ["mongodb://us/er:secret@host/db", "mongodb://***@host/db"],
  ["mongodb://user:p@ss@host/db", "mongodb://***@host/db"],
  ["mongodb://user:p@s/s@host/db?w=a@b", "mongodb://***@host/db?w=a@b"],
  ["mongodb://user:what?#@host/db", "mongodb://***@host/db"],
  ["mongodb+srv://user:se:cret@a.b,c.d:27017/db", "mongodb+srv://***@a.b,c.d:27017/db"],
  ["postgresql://user@host/db", "postgresql://***@host/db"],
  ["redis://:secret@host:6379/0", "redis://***@host:6379/0"],
  ["https://token@host/a", "https://***@host/a"],
  ["https://user:s3/cret@host/a", "https://***@host/a"],
  ["https://user:secret@host/@scope/pkg", "https://***@host/@scope/pkg"],
  ["HTTPS://User:Secret@Host", "HTTPS://***@Host"],
  ["db=mongodb://a:b@c,http://d:e@f", "db=mongodb://***@c,http://***@f"],
  ['{"a":"mongodb://u:p@h","b":"me@x"}', '{"a":"mongodb://***@h","b":"me@x"}'],
  ["https://h/a?token=abc&x=1#top", "https://h/a?token=***&x=1#top"],
  ["https://h/a?x=1&access_token=abc", "https://h/a?x=1&access_token=***"],
  [
    "https://h/a?X-Amz-Credential=k&X-Amz-Signature=s&X-Amz-Date=d",
    "https://h/a?X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Date=d",
  ],
  ["https://user:p@ss/w@host/a", "https://***@host/a"],
  ["mongodb://user:p@s?s@host/db", "mongodb://***@host/db"],
  ["mongodb://user:p@s#s@host:27017/db?x=1", "mongodb://***@host:27017/db?x=1"],
  ["https://user:pass?word=x@host", "https://***@host"],
  ["https://us:er:pa:ss@host:80/a", "https://***@host:80/a"],
  [
    "mongodb://u:s/a@one.example,two.example:27018/db?replicaSet=r",
    "mongodb://***@one.example,two.example:27018/db?replicaSet=r",
  ],
  ["mongodb://u:p@[::1]:27017/a@b", "mongodb://***@[::1]:27017/a@b"],
  ["https://u:p@registry.example/pkg@1.2.3", "https://***@registry.example/pkg@1.2.3"],
  ["https://oauth2:glpat-x@git.example/a/b.git", "https://***@git.example/a/b.git"],
  ["s3://KEY:se/cr+et=@bucket.example/a", "s3://***@bucket.example/a"],
  ["see (https://u:p@h.example), or https://v:q@i.example.", "see (https://***@h.example), or https://***@i.example."],
  ["/api?user=me&token=abc", "/api?user=me&token=***"],
  ["jdbc:sqlserver://h:1433;user=me;password=p/w;x=1", "jdbc:sqlserver://h:1433;user=me;password=***;x=1"],
  ["jdbc:mysql://h:3306/db?user=me&password=p/w", "jdbc:mysql://h:3306/db?user=me&password=***"],
])("%s becomes %s", (text, redacted) => {
  expect(redactCredentials(text)).toBe(redacted);
});

test.each([
  "a@b",
  "me@example.com",
  "git@host:me/repository.git",
  "http://host/path@1.2.3",
  "http://host:8080/path@1.2.3",
  "http://host/@scope/pkg",
  "http://[::1]:8080/@scope",
  "https://host/a?mail=me@example.com",
  "mongodb://host:27017/db?x=a@b",
  "mongodb://one:1,two:2/db?x=a@b",
  "file:///home/me/a@b.txt",
  "sqlite:///runs@home.db",
  "s3://bucket/me@home",
  "see http://host, then write to me@example.com",
  "12:30@x",
  "lr=0.1 monkey=3",
  "https://host/a?tokens=5&monkey=6&author=me",
  "http://host/a/b:c@1.2.3",
  "https://cdn.example/npm/@scope/pkg@1.2.3/+esm",
  "http://host:80,other:81/x@y",
  "https://host/#/users/@me",
  "docker://image:tag",
])("%s has no credentials, and stays", (text) => {
  expect(redactCredentials(text)).toBe(text);
});

test.each(["a:/".repeat(100_000), `x://${"a.".repeat(100_000)}`, "?token".repeat(50_000), "a".repeat(300_000)])(
  "a long text is looked through once (%#)",
  (text) => expect(redactCredentials(text)).toBe(text),
);

test("in a value all texts are looked at, names and addresses too", () => {
  const bare: unknown = Object.assign(Object.create(null), { "mongodb://u:p@h": new URL("https://u:p@host/a") });
  expect(redactDeep({ list: ["redis://:p@h", 5, null, [bare]], at: new Date(0) })).toEqual({
    list: ["redis://***@h", 5, null, [{ "mongodb://***@h": "https://***@host/a" }]],
    at: new Date(0),
  });
});
