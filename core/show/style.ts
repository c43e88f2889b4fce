/**
 * Colours are those of the text around, thinned, and ones in the middle that can be told from light and from dark grounds:
 * so it suits a page of either kind without asking which.
 */
export const STYLE: string = `
.sacred-run {
  --line: #3b82f6; --rule: color-mix(in srgb, currentColor 18%, transparent); --soft: color-mix(in srgb, currentColor 66%, transparent);
  font: 14px/1.45 system-ui, sans-serif; border: 1px solid var(--rule); border-radius: 8px; padding: 10px 14px; container-type: inline-size;
  & * { box-sizing: border-box; }
  & .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 10px; margin: 0; }
  & .head b { font-size: 16px; }
  & .head span, & .result span, & li span, & figcaption span, & summary { color: var(--soft); }
  & strong { font-size: 11px; letter-spacing: .04em; padding: 1px 8px; border-radius: 9px; border: 1px solid var(--tint); background: color-mix(in srgb, var(--tint) 16%, transparent); }
  & .completed { --tint: #16a34a; } & .failed { --tint: #dc2626; } & .running { --tint: #3b82f6; } & .interrupted { --tint: #d97706; }
  & .result { margin: 6px 0 0; overflow-wrap: anywhere; }
  & code, & pre { font: 12px/1.5 ui-monospace, monospace; }
  & pre { margin: 4px 0 0; padding: 8px 10px; max-height: 240px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 6px; background: color-mix(in srgb, currentColor 6%, transparent); }
  & .error { margin: 6px 0 0; font-weight: 600; white-space: pre-wrap; overflow-wrap: anywhere; }
  & .failure { border-left: 3px solid #dc2626; }
  & summary { cursor: pointer; font-size: 12px; }
  & details { margin-top: 8px; min-width: 0; }
  & ul { list-style: none; margin: 2px 0 0; padding: 0; }
  & ul ul { padding-left: 12px; margin-left: 4px; border-left: 1px solid var(--rule); }
  & li { overflow-wrap: anywhere; } & li details { margin: 0; } & li summary { font-size: inherit; color: inherit; }
  & li b { font-weight: 500; } & code { white-space: pre-wrap; color: var(--soft); }
  & em { font-size: 11px; font-style: normal; padding: 0 5px; border-radius: 4px; background: color-mix(in srgb, var(--tint) 20%, transparent); }
  & .modified { --tint: #3b82f6; } & .added { --tint: #16a34a; } & .typechanged { --tint: #dc2626; }
  & .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 8px 16px; margin-top: 4px; }
  & figure { margin: 0; max-width: 440px; } & figcaption { display: flex; justify-content: space-between; font-size: 12px; } & figcaption b { font-weight: 500; }
  & svg { display: block; width: 100%; height: auto; overflow: visible; } & svg text { font-size: 10px; fill: var(--soft); }
  & .grid { stroke: var(--rule); } & .line { fill: none; stroke: var(--line); stroke-width: 1.5; stroke-linejoin: round; } & .gap { fill: none; stroke: #d97706; } & circle { fill: var(--line); }
  & [hidden] { display: none; }
  @container (min-width: 620px) { & .columns { display: grid; grid-template-columns: minmax(150px, 1fr) 3fr; gap: 0 24px; } }
}
`;
