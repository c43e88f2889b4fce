import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const EXPERIMENT = `
import { experiment, ingredient, cliOption } from "sacred-ts";
const data = ingredient("data").config({ file: "a.csv" });
data.command("stats", { doc: "Print statistics of the data" }, ({ file }) => console.log(file));
const ex = experiment("demo", { ingredients: [data], doc: "A demonstration.\\n\\nOf what help looks like." }).config({ lr: 0.1 });
ex.cliOption("-o, --own-flag MESSAGE", "My own flag", () => undefined);
ex.automain({ doc: "Train once." }, function train({ lr, _seed, tag = "none" }, epochs = 3) { return lr; });
`;

let program: Consumer;
beforeAll(() => {
  program = new Consumer({ "demo.mjs": EXPERIMENT });
});
afterAll(() => program.remove());

test("-h prints the usage, the commands and the options", async () => {
  const { code, stdout, stderr } = await program.run("demo.mjs", "-h");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatchInlineSnapshot(`
    "Usage:
      demo.mjs [COMMAND] [with UPDATE...] [options]
      demo.mjs help [COMMAND]

    A demonstration.

    Of what help looks like.

    Arguments:
      COMMAND  The command to run (see below for a list).
      UPDATE   NAME=VALUE sets an entry of the configuration (a.b=1 an inner one); otherwise a named config, or a file.

    Commands:
      print_config         Print the updated configuration and exit.
      print_dependencies   Print the detected source-files and dependencies.
      save_config          Store the updated configuration in a file.
      print_named_configs  Print the available named configs and exit.
      train (default)      Train once.
      data.stats           Print statistics of the data

    Options:
      -b, --beat-interval SECONDS  Set the time between two heartbeats.
      -C, --capture MODE           How output is captured: no, sys or fd.
      -c, --comment COMMENT        Add a comment to this run.
      -d, --debug                  Don't warn about missing observers, and show whole stacks.
      -e, --enforce_clean          Fail if any version control repository is dirty.
      -F, --file_storage BASEDIR   Store the run in a folder below BASEDIR.
      -f, --force                  Don't check for suspicious changes of the configuration.
      -G, --gcs BUCKET             Store the run in Google Cloud Storage. (not available yet)
      -h, --help                   Print this help.
      -i, --id ID                  Set the id of this run.
      -l, --loglevel LEVEL         Set the log level: DEBUG, INFO, WARNING, ERROR, CRITICAL or a number.
      -m, --mongo_db DB            Store the run in MongoDB. (not available yet)
      -n, --name NAME              Set the name of this run.
      -D, --pdb                    Break into the inspector where the command fails (also --inspect).
      -p, --print-config           Print the configuration first.
      -P, --priority NUMBER        Set the priority of a queued run.
      -q, --queue                  Only queue this run, don't start it.
      -S, --s3 BUCKET              Store the run in an S3 bucket. (not available yet)
      -s, --sql DB_URL             Store the run in a SQL database. (not available yet)
      -t, --tiny_db BASEDIR        Store the run in a TinyDB. (not available yet)
      -u, --unobserved             Ignore all observers for this run.
      -o, --own-flag MESSAGE       My own flag
    "
  `);
});

test("help COMMAND prints how a command is called", async () => {
  expect((await program.run("demo.mjs", "help", "train")).stdout).toMatchInlineSnapshot(`
    "train({lr, _seed, tag = "none"}, epochs = 3)
        Train once.

    "
  `);
  expect((await program.run("demo.mjs", "data.stats", "--help")).stdout).toMatchInlineSnapshot(`
    "stats({file})
        Print statistics of the data

    "
  `);
  expect((await program.run("demo.mjs", "help", "print_config")).stdout).toMatchInlineSnapshot(`
    "print_config({_run})
        Print the updated configuration and exit.

        Changes are marked:
          ~ (blue):   value modified
          + (green):  value added
          ! (red):    value modified but type changed

    "
  `);
});

test.each([["print"], ["--own"], ["with", "lr=1", "-Z"]])(
  "a command line that can't be understood: %s",
  async (...words) => {
    const { code, stdout, stderr } = await program.run("demo.mjs", ...words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage:\n  demo.mjs [COMMAND] [with UPDATE...] [options]\n");
  },
);
