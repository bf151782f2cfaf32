import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [tailwindcss()],
  build: {
    // Every asset is a file with a fingerprint in its name: cached for ever, and allowed by a
    // content security policy that knows no `data:` but for images.
    assetsInlineLimit: 0,
    // Browsers that run this page preload modules by themselves.
    modulePreload: { polyfill: false },
    target: "es2022",
    // The page is one WebAssembly file; its size is looked at when it is built.
    chunkSizeWarningLimit: 4096,
  },
});
