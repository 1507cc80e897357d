-- Of an emergency its plan, as it was when it was activated, and which of its tasks stewards have said are done.
ALTER TABLE campaigns ADD COLUMN emergency TEXT;
