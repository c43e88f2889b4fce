import { expect, test } from "vitest";
import { originOf } from "./git-config.ts";

test.each([
  ['[remote "origin"]\n\turl = git@example.com:a/b.git\n\tfetch = +refs/*', "git@example.com:a/b.git"],
  ['[remote "other"]\n\turl = no\n[Remote "origin"] ; comment\n\tpushurl = no\n\tURL = yes # comment', "yes"],
  ['[remote "origin"] url = first\nurl = second', "first"],
  ['[remote "origin"]\n\turl = "with # and \\"quotes\\"" ; rest', 'with # and "quotes"'],
  ['[remote "origin"]\n\turl = C:\\\\work', "C:\\work"],
  ['[remote "origin"]\r\n\turl = yes\r\n', "yes"],
  ['[core]\n\turl = no\n[branch "origin"]\n\turl = no', undefined],
  ['[remote "origin"]\n\turl =', undefined],
  ["", undefined],
])("the origin in %j is %j", (config, url) => {
  expect(originOf(config)).toBe(url);
});
