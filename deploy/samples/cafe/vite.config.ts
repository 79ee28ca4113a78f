import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // A preview is opened under a host name that is not known here.
  server: { allowedHosts: true },
  preview: { allowedHosts: true },
});
