// The hierarchical walk that gives every ingredient and every captured function its seed (sacred/initialize.py:
// Scaffold.set_up_seed and finalize_initialization).

import { answer, beginAnswer, put } from "../message";
import { allocate, drawSeed, seed } from "./backend";

let backend: u32 = 0;
/** for each node: the address of its description in the request */
let nodes: StaticArray<usize> = new StaticArray<usize>(16);
/** for each node: 0 unseeded, 1 seeded by its own seed, 2 by a draw */
let seeded: StaticArray<u8> = new StaticArray<u8>(16);
let drawn: StaticArray<f64> = new StaticArray<f64>(16);
let generator: usize = 0;

/**
 * Request: backend, number of nodes; then each node in order of finalisation, the root last: number of captured
 * functions, number of limbs of its own seed (0: none), limbs, number of children, children in the order of use.
 * Children are the ingredients that a node seeds: those whose path lies below its own.
 * Answer: for each node its seed (0 if it has its own), then one for each captured function.
 */
export function walkSeeds(request: usize): usize {
  backend = load<u32>(request);
  const count = <i32>load<u32>(request + 4);
  nodes = new StaticArray<usize>(count);
  seeded = new StaticArray<u8>(count);
  drawn = new StaticArray<f64>(count);
  let node = request + 8;
  for (let i = 0; i < count; i++) {
    nodes[i] = node;
    node = children(node) + 4 + (<usize>load<u32>(children(node)) << 2);
  }
  const root = allocate(backend);
  seedNode(count - 1, 0, root);
  // Whom the walk doesn't reach Sacred seeds from the operating system; here they draw from the root, so that a run
  // can be repeated.
  const scratch = allocate(backend);
  for (let i = 0; i < count; i++) if (!seeded[i]) seedNode(i, root, scratch);
  beginAnswer();
  for (let i = 0; i < count; i++) finalize(i, scratch);
  heap.free(root);
  heap.free(scratch);
  return answer();
}

/** Seeds a node from `parent` (0: it must have its own) and, in reverse order, what is below it. */
function seedNode(index: i32, parent: usize, own: usize): void {
  if (seeded[index]) return;
  const node = nodes[index];
  seeded[index] = 2;
  if (limbCount(node)) seeded[index] = 1;
  else drawn[index] = drawSeed(parent, backend);
  seedGenerator(own, index);
  const list = children(node);
  for (let i = <i32>load<u32>(list); i > 0; i--) {
    const child = <i32>load<u32>(list + (<usize>i << 2));
    if (seeded[child]) continue;
    const generatorOfChild = allocate(backend);
    seedNode(child, own, generatorOfChild);
    heap.free(generatorOfChild);
  }
}

/** A new generator from the node's seed: one draw for each captured function. */
function finalize(index: i32, scratch: usize): void {
  seedGenerator(scratch, index);
  put(<u32>drawn[index]);
  for (let i = load<u32>(nodes[index]); i; i--) put(<u32>drawSeed(scratch, backend));
}

const drawnLimb: StaticArray<u32> = new StaticArray<u32>(1);

function seedGenerator(target: usize, index: i32): void {
  const node = nodes[index];
  if (limbCount(node)) seed(target, backend, node + 8, limbCount(node));
  else {
    drawnLimb[0] = <u32>drawn[index];
    seed(target, backend, changetype<usize>(drawnLimb), 1);
  }
}

function limbCount(node: usize): i32 {
  return load<i32>(node + 4);
}

function children(node: usize): usize {
  return node + 8 + (<usize>limbCount(node) << 2);
}
