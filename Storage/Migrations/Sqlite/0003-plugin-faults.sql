-- What an agent says of plug-ins that it could not load: JSON, as executors is.
ALTER TABLE agents ADD COLUMN plugin_faults TEXT NOT NULL DEFAULT '[]';
