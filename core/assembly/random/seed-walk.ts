// The hierarchical walk that gives every ingredient and every captured function its seed (sacred/initialize.py:
// Scaffold.set_up_seed and finalize_initialization).

import { answer, beginAnswer, put } from "../message";
import { drawSeed, seed, stateSize } from "./backend";

let backend: u32 = 0;
/** for each node: the address of its description in the request */
let nodes: StaticArray<usize> = new StaticArray<usize>(0);
let seeded: StaticArray<bool> = new StaticArray<bool>(0);
/** for each node: the seed that was drawn for it, unless it has its own */
let drawn: StaticArray<u32> = new StaticArray<u32>(0);

/**
 * Request: backend, number of nodes; then each node in order of finalisation, the root last: number of captured
 * functions, number of limbs of its own seed (0: none), limbs, number of children, children in the order of use.
 * Children are the ingredients that a node seeds: those whose path lies below its own. The root has its own seed.
 * Answer: for each node the seed drawn for it (0 if it has its own), then one for each captured function.
 */
export function walkSeeds(request: usize): usize {
  backend = load<u32>(request);
  const count = load<i32>(request, 4);
  nodes = new StaticArray<usize>(count);
  seeded = new StaticArray<bool>(count);
  drawn = new StaticArray<u32>(count);
  let node = request + 8;
  for (let i = 0; i < count; i++) {
    nodes[i] = node;
    node = children(node) + 4 + ((<usize>load<u32>(children(node))) << 2);
  }
  const root = heap.alloc(stateSize(backend));
  seedBelow(count - 1, root);
  const scratch = heap.alloc(stateSize(backend));
  seedOrphans(root, scratch);
  beginAnswer();
  for (let i = 0; i < count; i++) finalize(i, scratch);
  heap.free(root);
  heap.free(scratch);
  return answer();
}

/** Makes a node's generator in `own` and seeds, in reverse order, what is below it. */
function seedBelow(index: i32, own: usize): void {
  seeded[index] = true;
  seedGenerator(own, index);
  const list = children(nodes[index]);
  for (let i = load<i32>(list); i > 0; i--) {
    const child = load<i32>(list + ((<usize>i) << 2));
    if (seeded[child]) continue;
    if (!hasOwnSeed(child)) drawn[child] = drawSeed(own, backend);
    const generator = heap.alloc(stateSize(backend));
    seedBelow(child, generator);
    heap.free(generator);
  }
}

/**
 * Whom no node has as a child, Sacred seeds from the operating system; here they draw from the root, in order of
 * finalisation, so that a run can be repeated. What is below them is seeded in Sacred's order, the experiment's side first.
 */
function seedOrphans(root: usize, scratch: usize): void {
  const count = nodes.length;
  const hasParent = new StaticArray<bool>(count);
  for (let i = 0; i < count; i++) {
    const list = children(nodes[i]);
    for (let k = load<i32>(list); k > 0; k--) hasParent[load<i32>(list + ((<usize>k) << 2))] = true;
  }
  for (let i = 0; i < count - 1; i++) if (!hasParent[i] && !hasOwnSeed(i)) drawn[i] = drawSeed(root, backend);
  for (let i = count - 2; i >= 0; i--) if (!hasParent[i]) seedBelow(i, scratch);
}

/** A new generator from the node's seed: one draw for each captured function. */
function finalize(index: i32, scratch: usize): void {
  seedGenerator(scratch, index);
  put(drawn[index]);
  for (let i = load<u32>(nodes[index]); i; i--) put(drawSeed(scratch, backend));
}

const drawnLimb: StaticArray<u32> = new StaticArray<u32>(1);

function seedGenerator(target: usize, index: i32): void {
  const node = nodes[index];
  if (hasOwnSeed(index)) seed(target, backend, node + 8, limbCount(node));
  else {
    drawnLimb[0] = drawn[index];
    seed(target, backend, changetype<usize>(drawnLimb), 1);
  }
}

function hasOwnSeed(index: i32): bool {
  return limbCount(nodes[index]) != 0;
}

function limbCount(node: usize): i32 {
  return load<i32>(node, 4);
}

function children(node: usize): usize {
  return node + 8 + ((<usize>limbCount(node)) << 2);
}
