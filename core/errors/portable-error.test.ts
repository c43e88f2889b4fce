import { expect, test } from "vitest";
import { ObserverError } from "./index.ts";
import { fromPortable, toPortable } from "./portable-error.ts";

/** To another realm and back: through a structured clone, as messages go. */
function sent(error: unknown): unknown {
  return fromPortable(structuredClone(toPortable(error)));
}

class Refused extends DOMException {
  readonly place: string = "here";
}

test("an error arrives whose cause is the platform's own", () => {
  const error = sent(new ObserverError("full", { cause: new DOMException("no room", "QuotaExceededError") }));
  expect(error).toBeInstanceOf(ObserverError);
  expect(error).toMatchObject({ message: "full", cause: { name: "QuotaExceededError", message: "no room" } });
});

test("a class of the platform that extends DOMException arrives with name and message", () => {
  const Quota: unknown = Reflect.get(globalThis, "QuotaExceededError");
  const error: unknown = typeof Quota === "function" ? Reflect.construct(Quota, ["no room"]) : new Refused("no room");
  expect(sent(error)).toMatchObject({ message: "no room" });
  expect(String(sent(error))).toContain("no room");
});

test("a user's own kind of DOMException arrives with what it has", () => {
  const error = sent(new Refused("not now", "NotAllowedError"));
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: "NotAllowedError", message: "not now", place: "here" });
});
