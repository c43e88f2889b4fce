import { experiment } from "../../index.ts";

experiment("throws");
throw new RangeError("while it was imported");
