import type { Document, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { defineEntry } from "../../core/config/define-entry.ts";

type Yaml = typeof import("yaml");

/** A mistake and where it stands in the text. */
export class MisplacedYaml extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * What a document holds, in one pass over it: the package looks for the keys of a mapping, and for the anchor of an alias, from the
 * beginning each time. Aliases share the object that they stand for; how much that is written out is counted later.
 *
 * @throws {MisplacedYaml} for a key that occurs twice, and an alias without anchor
 */
export function valuesOf(yaml: Yaml, document: Document.Parsed): unknown {
  const anchors = new Map<string, unknown>();

  const visit = (node: unknown): unknown => {
    if (yaml.isAlias(node)) {
      if (!anchors.has(node.source))
        throw new MisplacedYaml(`there is no anchor "${node.source}" before it.`, placeOf(yaml, node));
      return anchors.get(node.source);
    }
    if (yaml.isMap(node)) return visitMap(node);
    if (yaml.isSeq(node)) return visitSeq(node);
    return yaml.isScalar(node) ? remember(node, node.value) : node;
  };

  const remember = <T>(node: Scalar | YAMLMap | YAMLSeq, value: T): T => {
    if (node.anchor !== undefined) anchors.set(node.anchor, value);
    return value;
  };

  const keyOf = (key: unknown): string => {
    const value = yaml.isCollection(key) ? String(key) : visit(key);
    return value === null ? "" : String(value);
  };

  const visitMap = (node: YAMLMap): unknown => {
    const entries: Record<string, unknown> = remember(node, {});
    const seen = new Set<unknown>();
    for (const pair of node.items) {
      if (isMerge(yaml, pair)) {
        for (const source of yaml.isSeq(pair.value) ? pair.value.items : [pair.value])
          merge(yaml, entries, visit(source), pair);
        continue;
      }
      const own: unknown = yaml.isScalar(pair.key) ? pair.key.value : pair.key;
      if (seen.has(own)) throw new MisplacedYaml(`the key "${String(own)}" occurs twice.`, placeOf(yaml, pair.key));
      seen.add(own);
      defineEntry(entries, keyOf(pair.key), visit(pair.value));
    }
    return node.tag === "tag:yaml.org,2002:set" ? remember(node, new Set(Object.keys(entries))) : entries;
  };

  const visitSeq = (node: YAMLSeq): unknown => {
    if (node.tag === "tag:yaml.org,2002:omap") {
      const entries = remember(node, new Map<string, unknown>());
      for (const item of node.items) if (yaml.isPair(item)) entries.set(keyOf(item.key), visit(item.value));
      return entries;
    }
    const items: unknown[] = remember(node, []);
    for (const item of node.items)
      items.push(yaml.isPair(item) ? { [keyOf(item.key)]: visit(item.value) } : visit(item));
    return items;
  };

  return visit(document.contents);
}

function isMerge(yaml: Yaml, { key }: Pair): boolean {
  return yaml.isScalar(key) && typeof key.value === "symbol";
}

/** What is there already isn't replaced. */
function merge(yaml: Yaml, entries: Record<string, unknown>, source: unknown, { key }: Pair): void {
  if (typeof source !== "object" || source === null || Array.isArray(source))
    throw new MisplacedYaml("only mappings can be merged (<<).", placeOf(yaml, key));
  for (const [name, value] of Object.entries(source))
    if (!Object.hasOwn(entries, name)) defineEntry(entries, name, value);
}

function placeOf(yaml: Yaml, node: unknown): number {
  return yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
