// Recovers the runs of FOLDER; prints how many points they have, and the most memory that it took, in MB.
import { recoverRuns } from "sacred-ts/observers/file-storage";

const { runs } = await recoverRuns(process.argv[2]);
const points = runs.reduce((sum, run) => sum + (run.points ?? 0), 0);
console.log(
  JSON.stringify({
    points,
    most: process.resourceUsage().maxRSS / 1000,
    seconds: process.uptime(),
  }),
);
