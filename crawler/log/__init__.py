"""What was published: JSONL segments, the manifest, readers, exports, mirrors."""
