"""Review of Chinese normative documents: the library. It reads no project data by itself."""
