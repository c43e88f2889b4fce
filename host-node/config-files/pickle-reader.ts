import { ConfigFileError } from "../../core/errors/index.ts";
import { PickleBytes } from "./pickle-bytes.ts";
import { decimalFloat, decimalInteger, twosComplement, unescapeUnicode } from "./pickle-numbers.ts";
import { OPCODES as OP, REFUSED } from "./pickle-opcodes.ts";

/** Python 3.14 writes protocol 5. */
const NEWEST_PROTOCOL = 5;

/**
 * A pickle of dictionaries, lists, tuples, sets, texts, numbers, booleans and None. It is a little machine with a stack, but
 * without the instructions that name, call or build something: no input makes it run anything. (The package pickleparser,
 * the one reader there is, reads -3000000000 as 1096511627776, and no integer beyond 64 bits.)
 *
 * Dictionaries become Maps, whose keys reach no prototype, and tuples arrays.
 */
export class PickleReader {
  readonly #bytes: PickleBytes;
  readonly #file: string;
  #stack: unknown[] = [];
  /** the stacks below the marks */
  readonly #below: unknown[][] = [];
  readonly #memo: Map<number, unknown> = new Map();

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = new PickleBytes(bytes);
    this.#file = file;
  }

  /** @throws {ConfigFileError} that names the byte, and what is refused there */
  read(): unknown {
    let start = 0;
    try {
      while (true) {
        start = this.#bytes.at;
        const opcode = this.#bytes.uint8();
        if (opcode === OP.STOP) return this.#pop();
        if (!(this.#readScalar(opcode) || this.#readContainer(opcode) || this.#moveThings(opcode)))
          this.#refuse(opcode);
      }
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw new ConfigFileError(`${this.#file} is no pickle of plain data (byte ${start}): ${cause.message}.`, {
        cause,
      });
    }
  }

  #readScalar(opcode: number): boolean {
    const bytes = this.#bytes;
    switch (opcode) {
      case OP.NONE:
        return this.#push(null);
      case OP.NEWTRUE:
        return this.#push(true);
      case OP.NEWFALSE:
        return this.#push(false);
      case OP.INT: {
        const line = bytes.line();
        return this.#push(line === "00" || line === "01" ? line === "01" : decimalInteger(line));
      }
      case OP.LONG:
        return this.#push(decimalInteger(bytes.line()));
      case OP.FLOAT:
        return this.#push(decimalFloat(bytes.line()));
      case OP.BININT:
        return this.#push(bytes.int32());
      case OP.BININT1:
        return this.#push(bytes.uint8());
      case OP.BININT2:
        return this.#push(bytes.uint16());
      case OP.LONG1:
        return this.#push(twosComplement(bytes.take(bytes.uint8())));
      case OP.LONG4:
        return this.#push(twosComplement(bytes.take(bytes.uint32())));
      case OP.BINFLOAT:
        return this.#push(bytes.float64());
      case OP.UNICODE:
        return this.#push(unescapeUnicode(bytes.line()));
      case OP.BINUNICODE:
        return this.#push(bytes.text(bytes.uint32()));
      case OP.SHORT_BINUNICODE:
        return this.#push(bytes.text(bytes.uint8()));
      case OP.BINUNICODE8:
        return this.#push(bytes.text(bytes.uint64()));
      default:
        return false;
    }
  }

  #readContainer(opcode: number): boolean {
    switch (opcode) {
      case OP.EMPTY_TUPLE:
      case OP.EMPTY_LIST:
        return this.#push([]);
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3:
        return this.#push(this.#popMany(opcode - OP.TUPLE1 + 1));
      case OP.TUPLE:
      case OP.LIST:
        return this.#push(this.#popToMark());
      case OP.APPEND:
        return this.#append([this.#pop()]);
      case OP.APPENDS:
        return this.#append(this.#popToMark());
      case OP.EMPTY_DICT:
        return this.#push(new Map());
      case OP.DICT: {
        const items = this.#popToMark();
        return this.#push(new Map()) && this.#setItems(items);
      }
      case OP.SETITEM:
        return this.#setItems(this.#popMany(2));
      case OP.SETITEMS:
        return this.#setItems(this.#popToMark());
      case OP.EMPTY_SET:
        return this.#push(new Set());
      case OP.FROZENSET:
        return this.#push(new Set(this.#popToMark()));
      case OP.ADDITEMS: {
        const items = this.#popToMark();
        const set = this.#top();
        if (!(set instanceof Set)) throw new SyntaxError("it adds to something that is no set");
        for (const item of items) set.add(item);
        return true;
      }
      default:
        return false;
    }
  }

  #moveThings(opcode: number): boolean {
    const bytes = this.#bytes;
    switch (opcode) {
      case OP.PROTO: {
        const protocol = bytes.uint8();
        if (protocol > NEWEST_PROTOCOL) throw new SyntaxError(`protocol ${protocol} is not known`);
        return true;
      }
      case OP.FRAME:
        bytes.take(8);
        return true;
      case OP.MARK:
        this.#below.push(this.#stack);
        this.#stack = [];
        return true;
      case OP.POP:
        // As in Python, with nothing above a mark it is the mark that goes.
        if (this.#stack.length === 0) this.#popToMark();
        else this.#pop();
        return true;
      case OP.POP_MARK:
        this.#popToMark();
        return true;
      case OP.DUP:
        return this.#push(this.#top());
      case OP.PUT:
        return this.#remember(Number(decimalInteger(bytes.line())));
      case OP.BINPUT:
        return this.#remember(bytes.uint8());
      case OP.LONG_BINPUT:
        return this.#remember(bytes.uint32());
      case OP.MEMOIZE:
        return this.#remember(this.#memo.size);
      case OP.GET:
        return this.#recall(Number(decimalInteger(bytes.line())));
      case OP.BINGET:
        return this.#recall(bytes.uint8());
      case OP.LONG_BINGET:
        return this.#recall(bytes.uint32());
      default:
        return false;
    }
  }

  #push(value: unknown): true {
    this.#stack.push(value);
    return true;
  }

  #top(): unknown {
    if (this.#stack.length === 0) throw new SyntaxError("its stack is empty");
    return this.#stack.at(-1);
  }

  #pop(): unknown {
    const value = this.#top();
    this.#stack.length--;
    return value;
  }

  #popMany(count: number): unknown[] {
    if (this.#stack.length < count) throw new SyntaxError("its stack is empty");
    return this.#stack.splice(-count);
  }

  #popToMark(): unknown[] {
    const items = this.#stack;
    const below = this.#below.pop();
    if (below === undefined) throw new SyntaxError("a mark is missing");
    this.#stack = below;
    return items;
  }

  #append(items: readonly unknown[]): true {
    const list = this.#top();
    if (!Array.isArray(list)) throw new SyntaxError("it appends to something that is no list");
    for (const item of items) list.push(item);
    return true;
  }

  /** @param items keys and values in turn */
  #setItems(items: readonly unknown[]): true {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw new SyntaxError("it sets an entry of something that is no dictionary");
    if (items.length % 2 !== 0) throw new SyntaxError("an entry has no value");
    for (let index = 0; index < items.length; index += 2) dict.set(keyText(items[index]), items[index + 1]);
    return true;
  }

  #remember(index: number): true {
    this.#memo.set(index, this.#top());
    return true;
  }

  #recall(index: number): true {
    if (!this.#memo.has(index)) throw new SyntaxError(`it uses what it hasn't kept (${index})`);
    return this.#push(this.#memo.get(index));
  }

  #refuse(opcode: number): never {
    const [name, why] = REFUSED.get(opcode) ?? [];
    if (name === undefined) throw new SyntaxError(`there is no instruction 0x${opcode.toString(16)}`);
    const operand = this.#operandOf(name);
    const hint = /^ (?:__builtin__|builtins)\.(?:frozen)?set$/.test(operand)
      ? ". Sets are read from pickles of protocol 4 or later"
      : "";
    throw new SyntaxError(`${name}${operand} is refused: ${why}${hint}`);
  }

  /** What a refused instruction would import. */
  #operandOf(name: string): string {
    if (name === "GLOBAL" || name === "INST") return ` ${this.#bytes.line()}.${this.#bytes.line()}`;
    if (name !== "STACK_GLOBAL") return "";
    const names = this.#stack.slice(-2);
    return names.every((part) => typeof part === "string") ? ` ${names.join(".")}` : "";
  }
}

function keyText(key: unknown): string {
  if (typeof key === "string") return key;
  if (typeof key === "number" || typeof key === "bigint") return String(key);
  throw new SyntaxError("a key of a dictionary is neither text nor a number");
}
