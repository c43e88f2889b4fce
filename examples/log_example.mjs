// Logging: every captured function has a logger, `_log`, that carries its name.
//
//   node log_example.mjs -l DEBUG
//   node log_example.mjs with got_gizmo=true -l ERROR
import { experiment } from "sacred-ts";

const ex = experiment("log_example").config({ number: 2, got_gizmo: false });

const transmogrify = ex.capture({ name: "transmogrify" }, ({ got_gizmo, number, _log }) => {
  if (got_gizmo) {
    _log.debug("Got gizmo. Performing transmogrification...");
    return number * 42;
  }
  _log.warning("No gizmo. Can't transmogrify!");
  return 0;
});

ex.automain(function main({ number, _log }) {
  _log.info(`Attempting to transmogrify ${number}...`);
  const result = transmogrify();
  _log.info(`Transmogrification complete: ${result}`);
  return result;
});
