// The whole package in one file that imports nothing (dist/browser/standalone.js): for `<script type="module">` and notebooks.

export * from "./index.ts";
